package dev.maneki.proxy.http1;

import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Where the body of a message ends (RFC 9112 section 6.3), whichever way it says so. */
final class BodyDecoder {
    static final int MORE = ChunkedDecoder.MORE;
    static final int DATA = ChunkedDecoder.DATA;
    static final int END = ChunkedDecoder.END;
    static final int REFUSED = ChunkedDecoder.REFUSED;

    private @Nullable ChunkedDecoder chunkedDecoder;
    private final boolean underscores;
    private boolean chunked;
    private long remaining;
    private int available;

    /** A decoder; {@code underscores} says whether the names of trailers may have them. */
    BodyDecoder(boolean underscores) {
        this.underscores = underscores;
    }

    /** The body has so many bytes. */
    void beginLength(long bytes) {
        chunked = false;
        remaining = bytes;
    }

    /** The body is what comes until the connection closes. */
    void beginUntilClose() {
        beginLength(Long.MAX_VALUE);
    }

    /** The body is chunked. */
    void beginChunked(int maxTrailerBytes, int maxTrailerCount) {
        chunked = true;
        ChunkedDecoder decoder = chunkedDecoder;
        if (decoder == null) {
            decoder = new ChunkedDecoder(underscores);
            chunkedDecoder = decoder;
        }
        decoder.begin(maxTrailerBytes, maxTrailerCount);
    }

    /** Goes on with {@code in}; as {@link ChunkedDecoder#advance}. */
    int advance(ByteBuf in) {
        ChunkedDecoder decoder = chunkedDecoder;
        if (chunked && decoder != null) {
            int result = decoder.advance(in);
            available = decoder.available();
            return result;
        }
        if (remaining == 0) {
            return END;
        }
        available = (int) Math.min(remaining, in.readableBytes());
        remaining -= available;
        return available == 0 ? MORE : DATA;
    }

    /** How many bytes of payload stand next in the input, after {@link #DATA}. */
    int available() {
        return available;
    }

    /** Whether it is known to have ended without looking at more input. */
    boolean complete() {
        return !chunked && remaining == 0;
    }

    /** At least so many bytes are still to come; a chunked body does not tell. */
    long atLeast() {
        return chunked ? 0 : remaining;
    }

    /** The trailers, after {@link #END}; null if there were none. */
    @Nullable HeaderFields trailers() {
        return chunked && chunkedDecoder != null ? chunkedDecoder.trailers() : null;
    }

    /** What is wrong, after {@link #REFUSED}. */
    Refusal refusal() {
        return chunkedDecoder == null ? Refusal.BAD_CHUNK_SIZE : chunkedDecoder.refusal();
    }
}
