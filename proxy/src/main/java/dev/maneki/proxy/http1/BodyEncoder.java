package dev.maneki.proxy.http1;

import dev.maneki.routing.message.HeaderFields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Frames the body of an outgoing message (RFC 9112 section 6), and counts that it keeps what its
 * head has promised.
 */
final class BodyEncoder {
    private static final byte[] CHUNKED = HeadEncoder.ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CONTENT_LENGTH = HeadEncoder.ascii("Content-Length: ");
    private static final byte[] LAST_CHUNK = HeadEncoder.ascii("0\r\n");

    /** Eight digits, CRLF before and behind. */
    private static final int CHUNK_FRAMING = 12;

    private enum Framing {
        NONE,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE
    }

    private final Http1Connection connection;
    private final byte[] scratch = new byte[CHUNK_FRAMING];
    private Framing framing = Framing.NONE;
    private long remaining;
    private long bytes;

    BodyEncoder(Http1Connection connection) {
        this.connection = connection;
    }

    /** There will be none. */
    void beginNone() {
        framing = Framing.NONE;
        bytes = 0;
    }

    /** Adds {@code Content-Length}; the body has exactly so many bytes. */
    void beginLength(HeadEncoder head, long length) {
        contentLength(head, length);
        framing = Framing.LENGTH;
        remaining = length;
        bytes = 0;
    }

    /** Adds {@code Transfer-Encoding: chunked}. */
    void beginChunked(HeadEncoder head) {
        head.append(CHUNKED);
        framing = Framing.CHUNKED;
        bytes = 0;
    }

    /** The body ends with the connection. */
    void beginUntilClose() {
        framing = Framing.UNTIL_CLOSE;
        bytes = 0;
    }

    /** Whether only the end of the connection will end the body. */
    boolean untilClose() {
        return framing == Framing.UNTIL_CLOSE;
    }

    /** Bytes of payload so far. */
    long bytes() {
        return bytes;
    }

    /** The field line. */
    static void contentLength(HeadEncoder head, long length) {
        head.append(CONTENT_LENGTH);
        head.number(length);
        head.endLine();
    }

    /**
     * Writes payload and takes over the buffer; false if that is more than was promised.
     *
     * @param last whether the body is known to end with it
     */
    boolean write(ByteBuf data, boolean last) {
        int count = data.readableBytes();
        if (count == 0) {
            data.release();
            return true;
        }
        switch (framing) {
            case NONE -> {
                data.release();
                return false;
            }
            case LENGTH -> {
                if (count > remaining) {
                    data.release();
                    return false;
                }
                remaining -= count;
                connection.output().write(data);
            }
            case CHUNKED -> writeChunk(data, count, last);
            case UNTIL_CLOSE -> connection.output().write(data);
        }
        bytes += count;
        return true;
    }

    private void writeChunk(ByteBuf data, int count, boolean last) {
        int end = Numbers.hexadecimal(count, scratch, 0);
        scratch[end] = Octets.CR;
        scratch[end + 1] = Octets.LF;
        // Room for the last chunk too, so that a short response stays in one buffer.
        int framed = CHUNK_FRAMING + (last ? 5 : 0);
        int short_ = count <= Http1Output.COPIED ? count : 0;
        connection.output().room(short_ + framed).writeBytes(scratch, 0, end + 2);
        connection.output().write(data);
        connection.output().room(2 + (last ? 5 : 0)).writeShort('\r' << 8 | '\n');
    }

    /**
     * Ends the body, with trailers where there can be some; false if less was written than was
     * promised.
     */
    boolean finish(@Nullable HeaderFields trailers) {
        switch (framing) {
            case LENGTH -> {
                return remaining == 0;
            }
            case CHUNKED -> {
                HeadEncoder encoder = connection.output().encoder();
                encoder.append(LAST_CHUNK);
                if (trailers != null) {
                    encoder.fields(trailers, KnownFields.OWN | 1 << KnownFields.TRAILER);
                }
                encoder.endLine();
                encoder.writeTo(connection.output().room(encoder.length()));
                return true;
            }
            case NONE, UNTIL_CLOSE -> {
                return true;
            }
        }
        return true;
    }
}
