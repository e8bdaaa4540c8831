package dev.maneki.proxy.http2;

import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Shares what may be sent on a connection among its streams: the connection's window (RFC 9113
 * section 6.9.1), and the room before the socket's buffer is full. Streams that have data and a
 * window of their own take turns, a frame each.
 */
final class SendScheduler {
    private final ArrayDeque<Http2Stream> ready = new ArrayDeque<>();
    private int window = Frames.DEFAULT_WINDOW;
    private int queued;

    /** The connection's window. */
    int window() {
        return window;
    }

    /** The bytes of all streams that wait. */
    int queued() {
        return queued;
    }

    /** Counts bytes that begin (or, below zero, cease) to wait. */
    void queued(int change) {
        queued += change;
    }

    /** Whether no stream waits for its turn. */
    boolean isIdle() {
        return ready.isEmpty();
    }

    /** Takes {@code count} bytes of the window. */
    void take(int count) {
        window -= count;
    }

    /**
     * A WINDOW_UPDATE for the connection.
     *
     * @throws ConnectionException if the window becomes too large
     */
    void increase(int increment) {
        if (window > Frames.MAX_WINDOW - increment) {
            throw new ConnectionException(
                    ErrorCode.FLOW_CONTROL_ERROR, "connection window above 2^31-1");
        }
        window += increment;
    }

    /** A stream has data and a window: it gets its turn. */
    void enqueue(Http2Stream stream) {
        if (!stream.scheduled) {
            stream.scheduled = true;
            ready.add(stream);
        }
    }

    /** Writes frames while windows and room allow; answers whether something was written. */
    boolean pump(Channel channel, FrameWriter writer) {
        if (ready.isEmpty() || window <= 0) {
            return false;
        }
        long room = channel.bytesBeforeUnwritable() - writer.pending();
        boolean written = false;
        while (window > 0 && room > 0) {
            @Nullable Http2Stream stream = ready.poll();
            if (stream == null) {
                break;
            }
            stream.scheduled = false;
            int count = stream.writeQueued(window);
            window -= count;
            room -= count + Frames.HEADER_BYTES;
            written = true;
            if (stream.canSendQueued()) {
                enqueue(stream);
            }
        }
        return written;
    }
}
