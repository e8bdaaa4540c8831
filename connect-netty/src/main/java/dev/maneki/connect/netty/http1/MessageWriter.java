package dev.maneki.connect.netty.http1;

import dev.maneki.connect.Metadata;
import dev.maneki.connect.netty.wire.DateField;
import dev.maneki.connect.netty.wire.Fields;
import dev.maneki.connect.netty.wire.KnownFields;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes heads, chunks and trailers. One for each connection, since it keeps its array. */
final class MessageWriter {
    private static final byte[][] STATUS_LINES = new byte[600][];
    private static final byte[] DATE = ascii("date: ");
    private static final byte[] CLOSE = ascii("connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("connection: keep-alive\r\n");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] EMPTY = ascii("content-length: 0\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final byte[] HTTP_1_1 = ascii(" HTTP/1.1\r\nhost: ");
    private static final byte[] HEX = ascii("0123456789abcdef");

    private byte[] scratch = new byte[512];
    private int length;

    /** How the end of a body is told. */
    enum Length {
        /** The fields say it, or the status does. */
        KNOWN,
        /** There is none, and it must be said. */
        ZERO,
        CHUNKED,
        UNTIL_CLOSE
    }

    /** What a response says of its connection. */
    enum Connection {
        DEFAULT,
        CLOSE,
        KEEP_ALIVE
    }

    /** Begins a response's head. */
    void response(int status, Metadata fields, Length framing, Connection connection) {
        length = 0;
        bytes(statusLine(status));
        fields(fields);
        if (!fields.has("date")) {
            bytes(DATE);
            AsciiString now = DateField.now();
            bytes(now.array());
            lineEnd();
        }
        framing(framing);
        switch (connection) {
            case DEFAULT -> {}
            case CLOSE -> bytes(CLOSE);
            case KEEP_ALIVE -> bytes(KEEP_ALIVE);
        }
        lineEnd();
    }

    /** Begins a request's head. */
    void request(
            String method,
            String path,
            String query,
            String authority,
            Metadata fields,
            Length framing) {
        length = 0;
        target(method);
        octet(' ');
        target(path);
        if (!query.isEmpty()) {
            octet('?');
            target(query);
        }
        bytes(HTTP_1_1);
        target(authority);
        lineEnd();
        fields(fields);
        framing(framing);
        lineEnd();
    }

    /** Begins the end of a chunked body. */
    void lastChunk(@Nullable Metadata trailers) {
        length = 0;
        bytes(LAST_CHUNK);
        if (trailers != null) {
            fields(trailers);
        }
        lineEnd();
    }

    /** Writes what was begun. */
    void into(ByteBuf out) {
        out.writeBytes(scratch, 0, length);
    }

    /** The bytes of what was begun. */
    int length() {
        return length;
    }

    /** Writes what stands before a chunk's bytes. */
    static void chunkSize(ByteBuf out, int size) {
        int shift = 28;
        while (shift > 0 && size >>> shift == 0) {
            shift -= 4;
        }
        for (; shift >= 0; shift -= 4) {
            out.writeByte(HEX[size >>> shift & 15]);
        }
        out.writeShort('\r' << 8 | '\n');
    }

    private void framing(Length framing) {
        switch (framing) {
            case CHUNKED -> bytes(CHUNKED);
            case ZERO -> bytes(EMPTY);
            case KNOWN, UNTIL_CLOSE -> {}
        }
    }

    private void fields(Metadata fields) {
        for (int i = 0; i < fields.size(); i++) {
            String name = fields.nameAt(i);
            if (Fields.ofConnection(name)) {
                continue; // Ours to say.
            }
            bytes(KnownFields.name(name).array());
            octet(':');
            octet(' ');
            String value = fields.valueAt(i);
            ensure(value.length());
            byte[] scratch = this.scratch;
            int at = length;
            for (int c = 0; c < value.length(); c++) {
                int octet = (byte) value.charAt(c);
                // A control character could end the field and begin another.
                scratch[at++] = (byte) (Fields.value(octet) ? octet : ' ');
            }
            length = at;
            lineEnd();
        }
    }

    /** Part of a request line: nothing that could end it. */
    private void target(String text) {
        ensure(text.length());
        for (int c = 0; c < text.length(); c++) {
            char octet = text.charAt(c);
            if (octet <= ' ' || octet > '~') {
                throw new IllegalArgumentException(
                        "a request's method, target or authority holds a character that is not"
                                + " visible ASCII: percent-encode it");
            }
            scratch[length++] = (byte) octet;
        }
    }

    private void bytes(byte[] bytes) {
        ensure(bytes.length);
        System.arraycopy(bytes, 0, scratch, length, bytes.length);
        length += bytes.length;
    }

    private void octet(char octet) {
        ensure(1);
        scratch[length++] = (byte) octet;
    }

    private void lineEnd() {
        ensure(2);
        scratch[length++] = '\r';
        scratch[length++] = '\n';
    }

    private void ensure(int room) {
        if (length + room > scratch.length) {
            scratch = Arrays.copyOf(scratch, Math.max(scratch.length * 2, length + room));
        }
    }

    private static byte[] statusLine(int status) {
        if (status < 100 || status >= STATUS_LINES.length) {
            throw new IllegalArgumentException("no status of a response: " + status);
        }
        byte[] line = STATUS_LINES[status];
        if (line == null) {
            String reason = HttpResponseStatus.valueOf(status).reasonPhrase();
            line = ascii("HTTP/1.1 " + status + ' ' + reason + "\r\n");
            STATUS_LINES[status] = line; // A race only writes the same twice.
        }
        return line;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
