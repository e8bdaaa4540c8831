package dev.maneki.proxy.worker;

import java.util.ArrayList;

/**
 * The connections of one event loop that have written something since they were last flushed.
 *
 * <p>A flush is a system call. What is read from one connection is written to another: so writes
 * are only queued, and everything is flushed together when the connection that was read from has no
 * more to give. Event loop only.
 */
public final class FlushQueue {
    /** A connection that can be flushed; it enters itself once until it is. */
    public interface Flushable {
        /** Writes out what is queued. May be called when nothing is. */
        void flushNow();
    }

    private ArrayList<Flushable> dirty = new ArrayList<>();
    private ArrayList<Flushable> spare = new ArrayList<>();
    private boolean flushing;

    /** Enters a connection; the caller makes sure that it does so only once between two flushes. */
    public void add(Flushable connection) {
        dirty.add(connection);
    }

    /**
     * Flushes all that have entered, those that enter meanwhile included. A call from within a
     * flush (a socket that takes more again, say) leaves the work to the one that is under way.
     */
    public void flushAll() {
        if (flushing) {
            return;
        }
        flushing = true;
        try {
            flushUntilEmpty();
        } finally {
            flushing = false;
        }
    }

    private void flushUntilEmpty() {
        while (!dirty.isEmpty()) {
            ArrayList<Flushable> batch = dirty;
            dirty = spare;
            spare = batch;
            for (int i = 0; i < batch.size(); i++) {
                batch.get(i).flushNow();
            }
            batch.clear();
        }
    }
}
