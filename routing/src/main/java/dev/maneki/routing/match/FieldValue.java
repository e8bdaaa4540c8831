package dev.maneki.routing.match;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import java.nio.charset.StandardCharsets;

/**
 * The combined value of a field that may have come in several lines.
 *
 * <p>Lines are combined with {@code ", "} (RFC 9110 section 5.3), those of {@code Cookie} with
 * {@code "; "} (RFC 9113 section 8.2.3), so that it does not matter whether someone on the way has
 * combined them already.
 */
final class FieldValue {
    private static final byte[] COMMA = {',', ' '};
    private static final byte[] SEMICOLON = {';', ' '};

    private FieldValue() {}

    /** Whether the combined value is {@code wanted}; {@code first} is the first line. */
    static boolean equals(HeaderFields fields, int first, FieldName name, byte[] wanted) {
        int next = fields.find(name, first + 1);
        if (next < 0) {
            return fields.valueEquals(first, wanted);
        }
        byte[] separator = separator(name);
        int at = 0;
        for (int line = first; line >= 0; line = fields.find(name, line + 1)) {
            if (line != first) {
                if (!regionEquals(wanted, at, separator, 0, separator.length)) {
                    return false;
                }
                at += separator.length;
            }
            int from = fields.valueStart(line);
            int to = fields.valueEnd(line);
            if (!regionEquals(wanted, at, fields.array(), from, to)) {
                return false;
            }
            at += to - from;
        }
        return at == wanted.length;
    }

    /** The hash of the combined value. */
    static int hash(HeaderFields fields, int first, FieldName name) {
        int hash = 0;
        byte[] separator = separator(name);
        for (int line = first; line >= 0; line = fields.find(name, line + 1)) {
            if (line != first) {
                hash = hash(hash, separator, 0, separator.length);
            }
            hash = hash(hash, fields.array(), fields.valueStart(line), fields.valueEnd(line));
        }
        return hash;
    }

    /** The hash of a value in one piece. */
    static int hash(byte[] value) {
        return hash(0, value, 0, value.length);
    }

    /** The combined value as ISO-8859-1 text. */
    static String text(HeaderFields fields, int first, FieldName name) {
        int next = fields.find(name, first + 1);
        if (next < 0) {
            return fields.value(first);
        }
        StringBuilder text = new StringBuilder(fields.value(first));
        String separator = new String(separator(name), StandardCharsets.ISO_8859_1);
        for (int line = next; line >= 0; line = fields.find(name, line + 1)) {
            text.append(separator).append(fields.value(line));
        }
        return text.toString();
    }

    private static byte[] separator(FieldName name) {
        return name.equals(FieldNames.COOKIE) ? SEMICOLON : COMMA;
    }

    private static int hash(int start, byte[] source, int from, int to) {
        int hash = start;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + source[i];
        }
        return hash;
    }

    private static boolean regionEquals(byte[] whole, int at, byte[] part, int from, int to) {
        int length = to - from;
        if (whole.length - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (whole[at + i] != part[from + i]) {
                return false;
            }
        }
        return true;
    }
}
