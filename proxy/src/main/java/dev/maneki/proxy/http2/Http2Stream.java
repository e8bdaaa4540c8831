package dev.maneki.proxy.http2;

import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What both halves of HTTP/2 have in common of one stream: its two windows, what waits on either
 * side of them, and which directions have ended (RFC 9113 section 5.1).
 *
 * <p>Made for each request and never reused, so that a call that comes too late finds a dead stream
 * and not somebody else's.
 */
abstract class Http2Stream {
    /** At this many waiting bytes the exchange is told to hold back, at half of it to go on. */
    private static final int HIGH_WATER = 32_768;

    final Http2Connection connection;

    /** Its number; 0 before it is known. */
    int id;

    /** Kept by {@link SendScheduler}: whether the stream waits for its turn. */
    boolean scheduled;

    /** The stream is out of the table: ended both ways, or reset. */
    boolean closed;

    /** Of the request's head, while the stream lives. */
    int headerBytes;

    /** The peer has sent END_STREAM. */
    boolean remoteEnded;

    /** We have written END_STREAM. */
    boolean localEnded;

    /** Neither side's end ends the other: RFC 8441. */
    boolean tunnel;

    /** When, by the connection's clock, a piece of the body last came. */
    long receivedAt;

    /** When the peer last took enough of what waits to be sent. */
    long takenAt;

    /** {@link #sentBytes()} at {@link #takenAt}. */
    long takenBytes;

    private final ReceiveWindow receiveWindow = new ReceiveWindow(Http2Connection.STREAM_WINDOW);
    private boolean paused;
    private boolean endWaits;
    private @Nullable DataQueue inbound;
    private @Nullable HeaderFields trailersIn;
    private long expectedBytes = -1;
    private long receivedBytes;

    private int sendWindow;
    private boolean endQueued;
    private boolean throttled;
    private @Nullable DataQueue outbound;
    private @Nullable HeaderFields trailersOut;
    private long sentBytes;

    /** A stream that is not yet open. */
    Http2Stream(Http2Connection connection) {
        this.connection = connection;
        this.receivedAt = connection.clock;
        this.takenAt = connection.clock;
    }

    /** It gets its number, and with it its window. */
    final void open(int streamId) {
        id = streamId;
        sendWindow = connection.peer.initialWindow();
    }

    /** Passes body bytes to the exchange. */
    abstract void deliverData(ByteBuf data);

    /** Tells the exchange that the message has ended. */
    abstract void deliverEnd(@Nullable HeaderFields trailers);

    /** Tells the exchange that the stream is no more. */
    abstract void deliverReset(StreamFault fault);

    /** Tells the exchange that it may go on sending. */
    abstract void deliverWritable();

    /** The fault for the exchange when the connection ends. */
    abstract StreamFault whenClosed(StreamFault fault);

    /** Whether the exchange has all it needs though the connection has ended. */
    abstract boolean outlivesConnection();

    /** The fault for a message that breaks the rules. */
    abstract StreamFault malformed(String detail);

    /** Called once after a flush if {@link Http2Connection#afterFlush} was. */
    abstract void afterFlush();

    /** END_STREAM has been written: see whether the stream is done. */
    abstract void onLocalEnd();

    /** END_STREAM has come and was delivered or waits to be: see whether the stream is done. */
    abstract void onRemoteEnd();

    // What comes in.

    /** The body's length by Content-Length, -1 for any. */
    final void expectedBytes(long bytes) {
        expectedBytes = bytes;
    }

    /** Payload received. */
    final long receivedBytes() {
        return receivedBytes;
    }

    /** Whether the exchange holds the peer back. */
    final boolean isPaused() {
        return paused;
    }

    /** Counts a DATA frame against the window; false if it is beyond it. */
    final boolean takeReceiveWindow(int length) {
        return receiveWindow.take(length);
    }

    /** How much DATA the peer may have sent that has not come yet. */
    final int receivable() {
        return remoteEnded ? 0 : receiveWindow.left();
    }

    /** A piece of a DATA frame. */
    final void receive(ByteBuf piece, boolean lastFrame) {
        int count = piece.readableBytes();
        receivedBytes += count;
        receivedAt = connection.clock;
        if (expectedBytes >= 0 && receivedBytes > expectedBytes) {
            piece.release();
            connection.credit(count);
            connection.malformed(this, "more DATA than content-length says");
            return;
        }
        DataQueue queue = inbound;
        if (paused || (queue != null && !queue.isEmpty())) {
            if (queue == null) {
                queue = new DataQueue();
                inbound = queue;
            }
            queue.add(piece, connection.allocator());
            return;
        }
        credit(count, lastFrame);
        deliverData(piece);
    }

    /** END_STREAM has come. */
    final void receiveEnd(@Nullable HeaderFields trailers) {
        remoteEnded = true;
        if (expectedBytes >= 0 && receivedBytes != expectedBytes) {
            connection.malformed(this, "less DATA than content-length says");
            return;
        }
        DataQueue queue = inbound;
        if (queue != null && !queue.isEmpty()) {
            endWaits = true;
            if (trailers != null) {
                HeaderFields copy = new HeaderFields();
                copy.copyFrom(trailers);
                trailersIn = copy;
            }
            onRemoteEnd();
            return;
        }
        onRemoteEnd();
        deliverEnd(trailers);
    }

    /** Gives the peer credit for bytes that are no longer with us. */
    final void credit(int count, boolean lastFrame) {
        connection.credit(count);
        if (lastFrame || remoteEnded) {
            return;
        }
        int increment = receiveWindow.give(count);
        if (increment > 0) {
            connection.writer.windowUpdate(id, increment);
            connection.touch();
        }
    }

    /** Holds the peer back: nothing is delivered, no credit given. */
    final void pause() {
        paused = true;
    }

    /** Delivers what waits, and goes on. */
    final void resume() {
        paused = false;
        receivedAt = connection.clock;
        DataQueue queue = inbound;
        while (queue != null && !queue.isEmpty() && !paused) {
            ByteBuf data = queue.poll();
            credit(data.readableBytes(), false);
            deliverData(data);
        }
        if (endWaits && !paused && (queue == null || queue.isEmpty())) {
            endWaits = false;
            deliverEnd(trailersIn);
        }
    }

    // What goes out.

    /** Payload sent. */
    final long sentBytes() {
        return sentBytes;
    }

    /** Whether something waits for the peer's windows or the socket. */
    final boolean hasQueued() {
        DataQueue queue = outbound;
        return queue != null && !queue.isEmpty();
    }

    /** Whether what waits may go by the stream's own window. */
    final boolean canSendQueued() {
        return !closed && sendWindow > 0 && hasQueued();
    }

    /** Whether the exchange may send more without piling up. */
    final boolean canTakeMore() {
        DataQueue queue = outbound;
        int waiting = queue == null ? 0 : queue.bytes();
        boolean more =
                !closed && waiting < HIGH_WATER && (waiting == 0 || !connection.isBufferFull());
        if (!more) {
            throttled = true;
        }
        return more;
    }

    /** Changes the window by WINDOW_UPDATE or SETTINGS; false if it becomes too large. */
    final boolean changeSendWindow(int change) {
        long window = (long) sendWindow + change;
        if (window > Frames.MAX_WINDOW) {
            return false;
        }
        sendWindow = (int) window;
        if (canSendQueued()) {
            connection.scheduler.enqueue(this);
            connection.touch();
        }
        return true;
    }

    /** Sends body bytes, at once if nothing stands in the way, and takes over the buffer. */
    final void send(ByteBuf data, boolean end) {
        int count = data.readableBytes();
        if (count == 0) {
            data.release();
            if (end) {
                sendEnd(null);
            }
            return;
        }
        connection.touch();
        if (count <= Frames.MAX_PAYLOAD
                && count <= sendWindow
                && count <= connection.scheduler.window()
                && !hasQueued()
                && connection.hasRoom()) {
            sendWindow -= count;
            sentBytes += count;
            connection.scheduler.take(count);
            connection.writer.data(id, data, count, end);
            connection.budget.earn(2);
            if (end) {
                endLocally();
            }
            return;
        }
        DataQueue queue = outbound;
        if (queue == null) {
            queue = new DataQueue();
            outbound = queue;
        }
        if (queue.isEmpty()) {
            takenAt = connection.clock;
            takenBytes = sentBytes;
        }
        queue.add(data, connection.allocator());
        connection.scheduler.queued(count);
        endQueued = end;
        if (canSendQueued()) {
            connection.scheduler.enqueue(this);
        }
    }

    /** Ends the message behind all that waits. */
    final void sendEnd(@Nullable HeaderFields trailers) {
        connection.touch();
        if (hasQueued()) {
            endQueued = true;
            if (trailers != null) {
                HeaderFields copy = new HeaderFields();
                copy.copyFrom(trailers);
                trailersOut = copy;
            }
            return;
        }
        if (trailers == null) {
            connection.writer.endOfData(id);
        } else {
            connection.writeTrailers(id, trailers);
        }
        endLocally();
    }

    /** Writes one frame of what waits, and the end if that is all; answers its payload's length. */
    final int writeQueued(int connectionWindow) {
        DataQueue queue = outbound;
        if (closed || queue == null || queue.isEmpty()) {
            return 0;
        }
        ByteBuf first = queue.peek();
        int readable = first.readableBytes();
        int count =
                Math.min(
                        Math.min(readable, sendWindow),
                        Math.min(connectionWindow, Frames.MAX_PAYLOAD));
        boolean all = count == queue.bytes();
        boolean end = all && endQueued && trailersOut == null;
        if (count == readable) {
            queue.poll();
        } else {
            queue.consumed(count);
        }
        connection.writer.data(id, first, count, end);
        connection.budget.earn(2);
        connection.scheduler.queued(-count);
        sendWindow -= count;
        sentBytes += count;
        if (all) {
            takenAt = connection.clock;
            takenBytes = sentBytes;
        }
        if (all && endQueued) {
            if (trailersOut != null) {
                connection.writeTrailers(id, trailersOut);
            }
            endLocally();
        } else if (throttled && queue.bytes() < HIGH_WATER / 2) {
            throttled = false;
            deliverWritable();
        }
        return count;
    }

    private void endLocally() {
        localEnded = true;
        onLocalEnd();
    }

    /** Whether something waits for the exchange to take it. */
    final boolean hasInbound() {
        DataQueue queue = inbound;
        return endWaits || (queue != null && !queue.isEmpty());
    }

    /** Throws away what waits on both sides; the connection gets its credit. */
    final void dispose() {
        closed = true;
        discardInbound();
        discardOutbound();
    }

    /** Throws away what the peer has not taken. */
    final void discardOutbound() {
        DataQueue queue = outbound;
        if (queue != null) {
            connection.scheduler.queued(-queue.clear());
        }
    }

    /** Throws away what the exchange has not taken. */
    final void discardInbound() {
        DataQueue queue = inbound;
        if (queue != null && !queue.isEmpty()) {
            connection.credit(queue.clear());
        }
        endWaits = false;
    }
}
