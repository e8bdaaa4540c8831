package dev.maneki.proxy.http1;

import dev.maneki.routing.message.HeaderFields;
import java.nio.charset.StandardCharsets;

/** Readings of the field values that decide about framing. */
final class FieldValues {
    private FieldValues() {}

    /** A {@code Content-Length}: only digits, no list, no sign, no overflow; -1 if it is not so. */
    static long contentLength(HeaderFields fields, int field) {
        byte[] array = fields.array();
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        // 18 digits always fit into a long.
        if (from == to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            if (array[i] < '0' || array[i] > '9') {
                return -1;
            }
            value = value * 10 + (array[i] - '0');
        }
        return value;
    }

    /** Whether the whole value is this lower-case text, in any case. */
    static boolean is(HeaderFields fields, int field, String lowerCase) {
        return Octets.equalsIgnoreCase(
                fields.array(), fields.valueStart(field), fields.valueEnd(field), lowerCase);
    }

    /** Whether a comma-separated list holds this lower-case member, parameters aside. */
    static boolean lists(HeaderFields fields, int field, String lowerCase) {
        byte[] array = fields.array();
        int end = fields.valueEnd(field);
        int at = fields.valueStart(field);
        while (at < end) {
            while (at < end && !Octets.isToken(array[at])) {
                at++;
            }
            int from = at;
            while (at < end && Octets.isToken(array[at])) {
                at++;
            }
            if (Octets.equalsIgnoreCase(array, from, at, lowerCase)) {
                return true;
            }
            while (at < end && array[at] != ',') {
                at++;
            }
        }
        return false;
    }

    /**
     * A value that names one protocol ({@code websocket}, {@code foo/2}) in lower case; empty if it
     * names none or several.
     */
    static String protocol(HeaderFields fields, int field) {
        byte[] array = fields.array();
        int from = fields.valueStart(field);
        int to = fields.valueEnd(field);
        if (Octets.equalsIgnoreCase(array, from, to, "websocket")) {
            return "websocket";
        }
        if (from == to || to - from > 64) {
            return "";
        }
        int slashes = 0;
        for (int i = from; i < to; i++) {
            boolean slash = array[i] == '/' && i > from && i < to - 1 && ++slashes == 1;
            if (!slash && !Octets.isToken(array[i])) {
                return "";
            }
        }
        return lowerCase(new String(array, from, to - from, StandardCharsets.US_ASCII));
    }

    private static String lowerCase(String text) {
        return text.toLowerCase(java.util.Locale.ROOT);
    }
}
