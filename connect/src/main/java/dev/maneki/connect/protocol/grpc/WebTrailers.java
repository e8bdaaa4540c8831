package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.protocol.Payload;
import java.util.Locale;

/**
 * Trailers in the body, as gRPC-Web has them: lines of a name in lower case, a colon, a space and a
 * value, each ended by CRLF. Source: {@code PROTOCOL-WEB.md}, "Message framing".
 */
final class WebTrailers {
    /** The flag of an envelope that holds trailers. */
    static final int FLAG = 0x80;

    /** The longest block, once decompressed. */
    static final int MAX_BYTES = 64 * 1024;

    /** How many lines are read. */
    static final int MAX_LINES = 256;

    private WebTrailers() {}

    /** Writes trailers, with headroom. */
    @SuppressWarnings("deprecation") // names and values are ASCII: their low bytes are all there is
    static Payload write(Metadata trailers) {
        int size = 0;
        for (int i = 0; i < trailers.size(); i++) {
            size += trailers.nameAt(i).length() + trailers.valueAt(i).length() + 4;
        }
        byte[] block = new byte[Payload.HEADROOM + size];
        int at = Payload.HEADROOM;
        for (int i = 0; i < trailers.size(); i++) {
            String name = trailers.nameAt(i);
            String value = trailers.valueAt(i);
            name.getBytes(0, name.length(), block, at);
            at += name.length();
            block[at++] = ':';
            block[at++] = ' ';
            value.getBytes(0, value.length(), block, at);
            clean(block, at, value.length());
            at += value.length();
            block[at++] = '\r';
            block[at++] = '\n';
        }
        return new Payload(block, Payload.HEADROOM, size, false);
    }

    /** Keeps a value, which a transport may not have checked, from becoming lines of its own. */
    private static void clean(byte[] block, int at, int length) {
        for (int i = at; i < at + length; i++) {
            if (block[i] == '\r' || block[i] == '\n' || block[i] == 0) {
                block[i] = ' ';
            }
        }
    }

    /**
     * Reads trailers. Names of any case are put in lower case; a bare LF ends a line as well, and
     * so does the block's end.
     *
     * @throws ConnectException {@link Code#INTERNAL} if there is no colon, or the name is no token
     */
    static Metadata parse(Payload block) {
        Metadata trailers = new Metadata();
        byte[] array = block.array();
        int at = block.offset();
        int end = at + block.length();
        while (at < end) {
            int lineEnd = at;
            while (lineEnd < end && array[lineEnd] != '\n') {
                lineEnd++;
            }
            int contentEnd = lineEnd > at && array[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
            if (contentEnd > at) {
                if (trailers.size() == MAX_LINES) {
                    throw malformed("more than " + MAX_LINES + " lines");
                }
                parseLine(trailers, array, at, contentEnd);
            }
            at = lineEnd + 1;
        }
        return trailers;
    }

    private static void parseLine(Metadata trailers, byte[] array, int start, int end) {
        int colon = start;
        while (colon < end && array[colon] != ':') {
            if (!token(array[colon])) {
                throw malformed("a name with an octet of " + (array[colon] & 0xff));
            }
            colon++;
        }
        if (colon == start || colon == end) {
            throw malformed("a line without a name and a colon");
        }
        String name = new String(array, start, colon - start, ISO_8859_1);
        int from = colon + 1;
        int to = end;
        while (from < to && blank(array[from])) {
            from++;
        }
        while (to > from && blank(array[to - 1])) {
            to--;
        }
        for (int i = from; i < to; i++) {
            if (array[i] == '\r' || array[i] == 0) {
                throw malformed("a value of " + name + " with an octet of " + array[i]);
            }
        }
        trailers.append(
                name.toLowerCase(Locale.ROOT), new String(array, from, to - from, ISO_8859_1));
    }

    private static boolean blank(byte b) {
        return b == ' ' || b == '\t';
    }

    private static boolean token(byte b) {
        return b >= 'a' && b <= 'z'
                || b >= 'A' && b <= 'Z'
                || b >= '0' && b <= '9'
                || b > ' ' && "!#$%&'*+-.^_`|~".indexOf(b) >= 0;
    }

    private static ConnectException malformed(String what) {
        return new ConnectException(Code.INTERNAL, "the trailers in the body have " + what);
    }
}
