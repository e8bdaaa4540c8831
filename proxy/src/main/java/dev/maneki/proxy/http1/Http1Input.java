package dev.maneki.proxy.http1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * What comes in on a connection of HTTP/1.1. It goes through {@link Http1Connection#step}, which
 * takes as much as it can; what it leaves is kept, and nothing more is read from the socket until
 * that is gone.
 */
final class Http1Input {
    /** {@link Http1Connection#step} may be called again. */
    static final int CONTINUE = 0;

    /** The rest of the input is to be kept. */
    static final int HOLD = 1;

    /** The buffer belongs to somebody else now. */
    static final int HANDED = 2;

    private final Http1Connection connection;
    private @Nullable ByteBuf held;
    private boolean busy;
    private boolean handed;
    private boolean paused;
    private boolean reading = true;
    private boolean ended;

    Http1Input(Http1Connection connection) {
        this.connection = connection;
    }

    /** Bytes have come; the buffer changes owner. */
    void take(ByteBuf in) {
        ByteBuf before = held;
        if (busy || before != null) {
            held = before == null ? in : joined(before, in);
            return;
        }
        process(in);
        connection.readDone();
    }

    /** The peer has ended its direction. */
    void end() {
        ended = true;
        if (held == null && !connection.closed()) {
            connection.inputFinished();
            connection.worker.flushQueue().flushAll();
        }
    }

    /** The connection is no more. */
    void release() {
        if (!busy) {
            drop();
        }
    }

    private void process(ByteBuf in) {
        busy = true;
        handed = false;
        try {
            int result;
            do {
                result = connection.step(in);
            } while (result == CONTINUE && in.isReadable());
        } catch (RuntimeException | Error e) {
            connection.failed(e);
        } finally {
            busy = false;
        }
        if (!handed) {
            keep(in);
        }
        if (held == null && ended && !connection.closed()) {
            connection.inputFinished();
        }
        updateReading();
    }

    private void keep(ByteBuf in) {
        if (connection.closed() || !in.isReadable()) {
            in.release();
            if (connection.closed() && held != null) {
                held.release();
                held = null;
            }
            return;
        }
        ByteBuf later = held;
        held = later == null ? in : joined(in, later);
    }

    /** Rare: input that came although reading had been stopped. */
    private ByteBuf joined(ByteBuf first, ByteBuf second) {
        ByteBuf both =
                connection.context().alloc().buffer(first.readableBytes() + second.readableBytes());
        both.writeBytes(first).writeBytes(second);
        first.release();
        second.release();
        return both;
    }

    /**
     * Marks the buffer that {@link Http1Connection#step} works on as given away; it then answers
     * HANDED.
     */
    void handOver() {
        handed = true;
    }

    /** Reads on in a body: for {@link Http1Connection#step}. */
    int readBody(ByteBuf in) {
        BodyDecoder body = connection.body;
        while (!paused) {
            switch (body.advance(in)) {
                case BodyDecoder.MORE -> {
                    return CONTINUE;
                }
                case BodyDecoder.END -> {
                    connection.bodyEnded(body.trailers());
                    return CONTINUE;
                }
                case BodyDecoder.REFUSED -> {
                    connection.bodyRefused(body.refusal());
                    return CONTINUE;
                }
                default -> {
                    boolean whole = body.available() == in.readableBytes();
                    boolean complete = body.complete();
                    if (whole) {
                        handed = true;
                        connection.bodyData(in);
                    } else {
                        connection.bodyData(in.readRetainedSlice(body.available()));
                    }
                    if (complete && connection.readingBody()) {
                        connection.bodyEnded(null);
                    }
                    if (whole) {
                        return HANDED;
                    }
                    if (complete || !connection.readingBody()) {
                        return CONTINUE;
                    }
                }
            }
        }
        return HOLD;
    }

    /** Whether body bytes are held back. */
    boolean paused() {
        return paused;
    }

    /** Holds body bytes back. */
    void pause() {
        paused = true;
        if (!busy) {
            updateReading();
        }
    }

    /** Ends {@link #pause()}, and works off what was kept. */
    void resume() {
        if (paused) {
            paused = false;
            proceed();
        }
    }

    /** Works off what was kept, if the state has changed so that it can be. */
    void proceed() {
        if (busy || connection.closed()) {
            return;
        }
        ByteBuf in = held;
        if (in != null) {
            held = null;
            process(in);
            connection.readDone();
        } else {
            if (ended) {
                connection.inputFinished();
            }
            updateReading();
        }
    }

    /** Throws away what was kept. */
    void drop() {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** Whether input is waiting that nobody has looked at. */
    boolean holding() {
        return held != null;
    }

    /** Whether the peer has ended its direction. */
    boolean ended() {
        return ended;
    }

    private void updateReading() {
        boolean wanted = held == null && !paused;
        if (wanted != reading && !connection.closed()) {
            reading = wanted;
            connection.context().channel().config().setAutoRead(wanted);
        }
    }
}
