package dev.maneki.connect.call;

import org.jspecify.annotations.Nullable;

/**
 * Who is in a call's code on the event loop. What is sent from within an event needs no hop: it
 * goes out when the event is done with, and all of it together. Events within events (a reset that
 * is told while something is being sent) leave that to the outermost.
 */
public final class LoopTurn {
    private @Nullable Thread thread; // others read it too, but only look for themselves
    private int depth;

    /** An event begins. The loop. */
    public void enter() {
        depth++;
        thread = Thread.currentThread();
    }

    /** Whether this event is the outermost. The loop. */
    public boolean outermost() {
        return depth == 1;
    }

    /** An event is done with. The loop. */
    public void leave() {
        if (--depth == 0) {
            thread = null;
        }
    }

    /** Whether the current thread is in here. Any thread. */
    public boolean holds() {
        return thread == Thread.currentThread();
    }
}
