package dev.maneki.proxy.http2;

import dev.maneki.proxy.worker.FlushQueue;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;

/**
 * When the frames that were written go out: once for all that an event has caused, together with
 * what the streams' windows let go meanwhile. What must not happen before that waits for it here.
 */
final class Http2Output implements FlushQueue.Flushable {
    private final Http2Connection connection;
    private final FlushQueue queue;

    /** Streams whose end the exchange is told of after the flush, and room for the next ones. */
    private ArrayList<Http2Stream> afterFlush = new ArrayList<>(4);

    private ArrayList<Http2Stream> spare = new ArrayList<>(4);

    private long flushes;
    private boolean dirty;
    private boolean flushing;
    private boolean closeWhenFlushed;

    Http2Output(Http2Connection connection, FlushQueue queue) {
        this.connection = connection;
        this.queue = queue;
    }

    /** How often it has been flushed: shows whether something was handed to the socket since. */
    long flushes() {
        return flushes;
    }

    /** Whether a flush is under way. */
    boolean flushing() {
        return flushing;
    }

    /** Something has been written: it goes out with the next flush. */
    void touch() {
        if (!dirty) {
            dirty = true;
            queue.add(this);
        }
    }

    /** Calls {@link Http2Stream#afterFlush} after the next flush. */
    void afterFlush(Http2Stream stream) {
        afterFlush.add(stream);
        touch();
    }

    /** Closes once all that was written is out. */
    void closeAfterFlush() {
        closeWhenFlushed = true;
        touch();
    }

    @Override
    public void flushNow() {
        dirty = false;
        if (connection.isTerminated()) {
            connection.writer.discard();
        } else {
            writeOut();
        }
        tellStreams();
        if (!connection.isTerminated()) {
            connection.onFlushed();
        }
        if (closeWhenFlushed && !connection.isTerminated()) {
            closeWhenFlushed = false;
            // Behind all that the socket has not yet taken.
            connection
                    .context
                    .writeAndFlush(Unpooled.EMPTY_BUFFER)
                    .addListener(written -> Closing.gently(connection.context));
        }
    }

    private void writeOut() {
        FrameWriter writer = connection.writer;
        SendScheduler scheduler = connection.scheduler;
        flushing = true;
        flushes++;
        do {
            scheduler.pump(connection.context.channel(), writer);
            writer.writeOut();
            connection.context.flush();
        } while (!connection.isTerminated()
                && scheduler.pump(connection.context.channel(), writer));
        flushing = false;
        writer.writeOut();
    }

    private void tellStreams() {
        if (afterFlush.isEmpty()) {
            return;
        }
        ArrayList<Http2Stream> batch = afterFlush;
        afterFlush = spare;
        spare = batch;
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).afterFlush();
        }
        batch.clear();
    }
}
