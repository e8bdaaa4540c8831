package dev.maneki.routing.match;

import dev.maneki.routing.message.ByteSequence;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads {@code application/x-www-form-urlencoded} parameters in place: {@code &} separates, {@code
 * +} is a space, escapes are decoded in names and values, a {@code %} that is no escape stands for
 * itself (the URL standard, section 5.1).
 */
final class QueryParameters {
    private QueryParameters() {}

    /**
     * Where the value of the first parameter of this name starts, or -1. The value of a parameter
     * without {@code =} is empty.
     */
    static int find(ByteSequence query, byte[] name) {
        byte[] source = query.array();
        int end = query.length();
        for (int at = 0; at < end; at = parameterEnd(source, at, end) + 1) {
            int nameEnd = nameEnd(source, at, end);
            if (equals(source, at, nameEnd, name)) {
                return valueStart(source, nameEnd, end);
            }
        }
        return -1;
    }

    /** Where the parameter at {@code at} ends, exclusive. */
    static int parameterEnd(byte[] source, int at, int end) {
        int to = at;
        while (to < end && source[to] != '&') {
            to++;
        }
        return to;
    }

    /** Where the name of the parameter at {@code at} ends, exclusive. */
    static int nameEnd(byte[] source, int at, int end) {
        int to = at;
        while (to < end && source[to] != '&' && source[to] != '=') {
            to++;
        }
        return to;
    }

    /** Where the value behind a name starts. */
    static int valueStart(byte[] source, int nameEnd, int end) {
        return nameEnd < end && source[nameEnd] == '=' ? nameEnd + 1 : nameEnd;
    }

    /** Whether {@code source[from, to)}, decoded, is {@code wanted}. */
    static boolean equals(byte[] source, int from, int to, byte[] wanted) {
        int at = from;
        for (byte value : wanted) {
            if (at >= to || decoded(source, at, to) != value) {
                return false;
            }
            at += width(source, at, to);
        }
        return at == to;
    }

    /** The hash of {@code source[from, to)}, decoded; {@link FieldValue#hash(byte[])} of that. */
    static int hash(byte[] source, int from, int to) {
        int hash = 0;
        for (int at = from; at < to; at += width(source, at, to)) {
            hash = 31 * hash + decoded(source, at, to);
        }
        return hash;
    }

    /** {@code source[from, to)}, decoded, as UTF-8 text. */
    static String text(byte[] source, int from, int to) {
        byte[] text = new byte[to - from];
        int length = 0;
        for (int at = from; at < to; at += width(source, at, to)) {
            text[length++] = decoded(source, at, to);
        }
        return new String(Arrays.copyOf(text, length), StandardCharsets.UTF_8);
    }

    private static byte decoded(byte[] source, int at, int to) {
        byte value = source[at];
        if (value == '+') {
            return ' ';
        }
        return width(source, at, to) == 3
                ? (byte)
                        (Character.digit(source[at + 1], 16) << 4
                                | Character.digit(source[at + 2], 16))
                : value;
    }

    private static int width(byte[] source, int at, int to) {
        return source[at] == '%'
                        && to - at >= 3
                        && Character.digit(source[at + 1], 16) >= 0
                        && Character.digit(source[at + 2], 16) >= 0
                ? 3
                : 1;
    }
}
