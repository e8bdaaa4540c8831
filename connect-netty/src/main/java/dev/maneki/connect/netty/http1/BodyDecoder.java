package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.netty.wire.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Finds a body's bytes among those of its framing (RFC 9112, sections 6 and 7).
 *
 * <p>Ask {@link #next} how many bytes of the body are ready, take them, say so by {@link #taken},
 * and ask again.
 */
final class BodyDecoder {
    /** Of all chunk extensions of a body: nobody uses them but to cost us something. */
    private static final int MAX_EXTENSION_BYTES = 1024;

    private final int maxTrailerBytes;
    private State state = State.DONE;
    private long left;
    private int digits;
    private int extensionBytes;
    private @Nullable HeadBuffer trailerSection;
    private Metadata trailers = Metadata.EMPTY;

    BodyDecoder(int maxTrailerBytes) {
        this.maxTrailerBytes = maxTrailerBytes;
    }

    /** A body of so many bytes follows. */
    void startFixed(long length) {
        trailers = Metadata.EMPTY;
        left = length;
        state = length == 0 ? State.DONE : State.FIXED;
    }

    /** A body of chunks follows. */
    void startChunked() {
        trailers = Metadata.EMPTY;
        left = 0;
        digits = 0;
        extensionBytes = 0;
        state = State.SIZE;
    }

    /** A body that ends with its connection follows. */
    void startUntilClose() {
        trailers = Metadata.EMPTY;
        state = State.UNTIL_CLOSE;
    }

    /** Whether the body is whole. */
    boolean done() {
        return state == State.DONE;
    }

    /** The bytes still to come, as far as they are known: -1 if not. */
    long left() {
        return switch (state) {
            case DONE -> 0;
            case FIXED -> left;
            default -> -1;
        };
    }

    /** What followed the last chunk. */
    Metadata trailers() {
        return trailers;
    }

    /** The connection ended; whether the body is whole by that. */
    boolean endsByClose() {
        if (state == State.UNTIL_CLOSE) {
            state = State.DONE;
            return true;
        }
        return false;
    }

    /** Reads framing, up to bytes of the body; how many of them stand at the reader index. */
    int next(ByteBuf in) {
        while (in.isReadable()) {
            switch (state) {
                case DONE -> {
                    return 0;
                }
                case FIXED, DATA -> {
                    return (int) Math.min(left, in.readableBytes());
                }
                case UNTIL_CLOSE -> {
                    return in.readableBytes();
                }
                case TRAILERS -> readTrailers(in);
                default -> readFraming(in.readByte());
            }
        }
        return 0;
    }

    /** Bytes of the body were taken. */
    void taken(int count) {
        if (state == State.UNTIL_CLOSE) {
            return;
        }
        left -= count;
        if (left == 0) {
            state = state == State.FIXED ? State.DONE : State.DATA_CR;
        }
    }

    private void readFraming(int octet) {
        switch (state) {
            case SIZE -> readSize(octet);
            case EXTENSION -> {
                if (octet == '\r') {
                    state = State.SIZE_LF;
                } else if (!Fields.value(octet) || ++extensionBytes > MAX_EXTENSION_BYTES) {
                    throw new BadMessageException(400, "a chunk extension is refused");
                }
            }
            case SIZE_LF -> {
                expect(octet, '\n');
                digits = 0;
                state = left == 0 ? State.TRAILERS : State.DATA;
            }
            case DATA_CR -> {
                expect(octet, '\r');
                state = State.DATA_LF;
            }
            case DATA_LF -> {
                expect(octet, '\n');
                state = State.SIZE;
            }
            default -> throw new IllegalStateException(state + " has no framing");
        }
    }

    private void readSize(int octet) {
        int digit = Character.digit(octet, 16);
        if (digit >= 0) {
            if (++digits > 15) { // Else the size would not fit a long.
                throw new BadMessageException(400, "a chunk is too large");
            }
            left = left << 4 | digit;
            return;
        }
        if (digits == 0) {
            throw new BadMessageException(400, "a chunk has no size");
        }
        switch (octet) {
            case '\r' -> state = State.SIZE_LF;
            case ';' -> state = State.EXTENSION;
            default -> throw new BadMessageException(400, "a chunk's size is not a number");
        }
    }

    private void readTrailers(ByteBuf in) {
        if (trailerSection == null) {
            trailerSection = new HeadBuffer(maxTrailerBytes, false);
        }
        if (trailerSection.take(in)) {
            trailers =
                    trailerSection.lines() == 0
                            ? Metadata.EMPTY
                            : HeadParser.trailers(trailerSection);
            trailerSection.clear();
            state = State.DONE;
        }
    }

    private static void expect(int octet, char expected) {
        if (octet != expected) {
            throw new BadMessageException(400, "a chunk does not end where its size says");
        }
    }

    private enum State {
        FIXED,
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        UNTIL_CLOSE,
        DONE
    }
}
