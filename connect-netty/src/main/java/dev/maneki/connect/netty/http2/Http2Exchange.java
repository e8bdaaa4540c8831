package dev.maneki.connect.netty.http2;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.StreamReset;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Stream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One stream, whatever its side: what is sent gathers until it is flushed, and what comes is
 * consumed, in flow control's sense, unless it is paused.
 */
abstract class Http2Exchange {
    /** Arrays larger than this are sent as they are, not copied. */
    private static final int COPY_LIMIT = 8 * 1024;

    private static final int GATHER_LIMIT = 64 * 1024;

    final Http2Session session;
    final Http2Stream stream;
    private @Nullable ByteBuf gathered;
    private boolean paused;
    private boolean blocked;
    private int unconsumed;
    private int unflushed;
    private @Nullable StreamReset reset;
    private boolean localEnded;
    private boolean remoteEnded;
    private boolean over;

    Http2Exchange(Http2Session session, Http2Stream stream) {
        this.session = session;
        this.stream = stream;
    }

    public Executor executor() {
        return session.executor();
    }

    // --- Out

    final boolean sends() {
        return !over && !localEnded;
    }

    final void writeHead(OutboundFields head, boolean end) {
        localEnded = end;
        session.writeHeaders(stream.id(), head, end);
    }

    public void sendData(byte[] array, int offset, int length, boolean end) {
        if (over || localEnded) {
            return;
        }
        if (length <= COPY_LIMIT) {
            gather(array, offset, length);
            if (end) {
                writeGathered(true);
            }
        } else {
            writeGathered(false);
            localEnded = end;
            session.writeData(stream.id(), Unpooled.wrappedBuffer(array, offset, length), end);
            unflushed += length;
            if (unflushed > GATHER_LIMIT) {
                unflushed = 0;
                session.flushNow();
            }
        }
    }

    private void gather(byte[] array, int offset, int length) {
        ByteBuf out = gathered;
        if (out == null) {
            out = session.allocate(length);
            gathered = out;
        } else if (out.readableBytes() + length > GATHER_LIMIT) {
            // Where it counts as waiting, so that writable() tells.
            writeGathered(false);
            session.flushNow();
            out = session.allocate(length);
            gathered = out;
        }
        out.writeBytes(array, offset, length);
    }

    private void writeGathered(boolean end) {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            localEnded |= end;
            session.writeData(stream.id(), out, end);
        }
    }

    final void writeTrailers(Metadata trailers) {
        if (over || localEnded) {
            return;
        }
        writeGathered(false);
        localEnded = true;
        if (trailers.isEmpty()) {
            session.writeData(stream.id(), Unpooled.EMPTY_BUFFER, true);
        } else {
            session.writeHeaders(stream.id(), OutboundFields.trailers(trailers), true);
        }
    }

    public void flush() {
        // Whose last frame is written is over, and that frame may still wait for the flush.
        writeGathered(false);
        unflushed = 0;
        session.flushSoon();
    }

    public boolean writable() {
        boolean writable = !over && session.writable(stream);
        blocked = !writable;
        return writable;
    }

    /** Ends the stream, without an event. */
    final void abandon(int errorCode) {
        if (!over) {
            over();
            session.resetStream(stream.id(), errorCode);
        }
    }

    // --- In

    public void pause() {
        paused = true;
    }

    public void resume() {
        paused = false;
        int waiting = unconsumed;
        if (waiting > 0 && !over) {
            unconsumed = 0;
            session.consume(stream, waiting);
        }
    }

    /** Hands bytes over; how many of them are consumed by that. */
    final int receive(ByteBuf data, int padding) {
        int length = data.readableBytes();
        if (over) {
            return length + padding;
        }
        if (length > 0) {
            data(data.nioBuffer());
        }
        if (paused && !over) {
            unconsumed += length;
            return padding;
        }
        return length + padding;
    }

    final void receiveEnd(Metadata trailers) {
        if (!over) {
            remoteEnded = true;
            end(trailers);
        }
    }

    final boolean remoteEnded() {
        return remoteEnded;
    }

    final void setLocalEnded() {
        localEnded = true;
    }

    final void setRemoteEnded() {
        remoteEnded = true;
    }

    final boolean localEnded() {
        return localEnded;
    }

    /** Why the stream will close. */
    final void willReset(StreamReset why) {
        if (reset == null) {
            reset = why;
        }
    }

    /** The stream is closed. */
    final void closed(StreamReset otherwise) {
        if (over) {
            return;
        }
        over();
        if (!concluded()) {
            reset(reset == null ? otherwise : reset);
        }
    }

    final void becameWritable() {
        // Not to who was never told to wait: the event could come in the middle of its own send.
        if (blocked && !over && !localEnded) {
            blocked = false;
            writableAgain();
        }
    }

    final boolean isOver() {
        return over;
    }

    private void over() {
        over = true;
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    /** Whether whoever uses this has all it wants: how the stream ends is then no news. */
    abstract boolean concluded();

    abstract void data(ByteBuffer data);

    abstract void end(Metadata trailers);

    abstract void reset(StreamReset reset);

    abstract void writableAgain();
}
