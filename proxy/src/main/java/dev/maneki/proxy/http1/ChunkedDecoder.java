package dev.maneki.proxy.http1;

import dev.maneki.proxy.stream.TrailerFields;
import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * The chunked transfer coding (RFC 9112 section 7.1), as it comes in.
 *
 * <p>Chunk extensions are checked and dropped: no recipient needs them, and they are where parsers
 * disagree about the end of a line.
 */
final class ChunkedDecoder {
    /** More input is needed; all there was has been taken. */
    static final int MORE = 0;

    /** The next {@link #available()} bytes of the input are payload, and the caller takes them. */
    static final int DATA = 1;

    /** The body has ended, {@link #trailers()} included. */
    static final int END = 2;

    /** It is not valid: see {@link #refusal()}. */
    static final int REFUSED = 3;

    private static final int MAX_SIZE_DIGITS = 16;
    private static final int MAX_EXTENSION_LINE = 1024;
    private static final int MAX_EXTENSIONS = 16_384;

    private enum Phase {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS,
        END
    }

    private final HeaderFields trailers = new HeaderFields();
    private final TrailerParser parser;
    private final ChunkExtension extension = new ChunkExtension();
    private Phase phase = Phase.SIZE;
    private long size;
    private int digits;
    private int extensionLine;
    private int extensionBytes;
    private int available;
    private @Nullable Refusal refusal;

    /** A decoder; {@code underscores} says whether the names of trailers may have them. */
    ChunkedDecoder(boolean underscores) {
        parser = new TrailerParser(trailers, underscores);
    }

    /** Prepares for a new body. */
    void begin(int maxTrailerBytes, int maxTrailerCount) {
        trailers.clear();
        parser.begin(trailers, maxTrailerBytes, maxTrailerCount);
        extensionBytes = 0;
        refusal = null;
        startChunk();
    }

    /** How many bytes of payload stand next in the input. */
    int available() {
        return available;
    }

    /** The trailers, after {@link #END}; null if there were none. */
    @Nullable HeaderFields trailers() {
        for (int i = 0; i < trailers.size(); i++) {
            if (trailers.live(i)) {
                return trailers;
            }
        }
        return null;
    }

    /** What is wrong, after {@link #REFUSED}. */
    Refusal refusal() {
        return refusal == null ? Refusal.BAD_CHUNK_SIZE : refusal;
    }

    /** Goes on with {@code in}; answers one of the four. */
    int advance(ByteBuf in) {
        while (true) {
            if (phase == Phase.TRAILERS) {
                return trailerSection(in);
            }
            if (phase == Phase.END) {
                return END;
            }
            if (!in.isReadable()) {
                return MORE;
            }
            if (phase == Phase.DATA) {
                available = (int) Math.min(size, in.readableBytes());
                size -= available;
                if (size == 0) {
                    phase = Phase.DATA_CR;
                }
                return DATA;
            }
            Refusal wrong = octet(in.readByte());
            if (wrong != null) {
                refusal = wrong;
                return REFUSED;
            }
        }
    }

    private @Nullable Refusal octet(byte value) {
        return switch (phase) {
            case SIZE -> sizeOctet(value);
            case EXTENSION -> extensionOctet(value);
            case SIZE_LF -> {
                phase = size == 0 ? Phase.TRAILERS : Phase.DATA;
                yield value == Octets.LF ? null : Refusal.BARE_CR;
            }
            case DATA_CR -> {
                phase = Phase.DATA_LF;
                yield value == Octets.CR
                        ? null
                        : value == Octets.LF ? Refusal.BARE_LF : Refusal.BAD_CHUNK_END;
            }
            case DATA_LF -> {
                startChunk();
                yield value == Octets.LF ? null : Refusal.BAD_CHUNK_END;
            }
            case DATA, TRAILERS, END -> throw new IllegalStateException("no framing in " + phase);
        };
    }

    private void startChunk() {
        phase = Phase.SIZE;
        size = 0;
        digits = 0;
        extensionLine = 0;
    }

    private @Nullable Refusal sizeOctet(byte value) {
        int digit = Character.digit(value, 16);
        if (digit >= 0) {
            // The sign bit must stay clear.
            if (++digits > MAX_SIZE_DIGITS || size >>> 59 != 0) {
                return Refusal.BAD_CHUNK_SIZE;
            }
            size = size << 4 | digit;
            return null;
        }
        if (digits == 0) {
            return Refusal.BAD_CHUNK_SIZE;
        }
        if (value == Octets.CR) {
            phase = Phase.SIZE_LF;
            return null;
        }
        if (value == ';' || value == Octets.SPACE || value == Octets.TAB) {
            phase = Phase.EXTENSION;
            extension.begin();
            return extensionOctet(value);
        }
        return value == Octets.LF ? Refusal.BARE_LF : Refusal.BAD_CHUNK_SIZE;
    }

    private @Nullable Refusal extensionOctet(byte value) {
        if (++extensionLine > MAX_EXTENSION_LINE || ++extensionBytes > MAX_EXTENSIONS) {
            return Refusal.BAD_CHUNK_EXTENSION;
        }
        if (value == Octets.LF) {
            return Refusal.BARE_LF;
        }
        if (value == Octets.CR && extension.mayEnd()) {
            phase = Phase.SIZE_LF;
            return null;
        }
        return extension.accept(value) ? null : Refusal.BAD_CHUNK_EXTENSION;
    }

    private int trailerSection(ByteBuf in) {
        switch (parser.read(in)) {
            case HeadParser.MORE -> {
                return MORE;
            }
            case HeadParser.REFUSED -> {
                refusal = parser.refusal();
                return REFUSED;
            }
            default -> {
                phase = Phase.END;
                return checkTrailers() ? END : REFUSED;
            }
        }
    }

    /**
     * A trailer must not decide about framing, routing or credentials (RFC 9110 section 6.5.1):
     * those about framing and routing are refused, others that belong into a header are dropped.
     */
    private boolean checkTrailers() {
        for (int i = 0; i < trailers.size(); i++) {
            int kind = KnownFields.kind(trailers, i);
            if ((1 << kind & KnownFields.OWN) != 0) {
                refusal = Refusal.FORBIDDEN_TRAILER;
                return false;
            }
            if (kind != KnownFields.NONE) {
                trailers.remove(i);
            }
        }
        TrailerFields.removeHeaderOnly(trailers);
        return true;
    }
}
