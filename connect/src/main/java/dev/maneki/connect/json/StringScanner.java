package dev.maneki.connect.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * The string part of a {@link JsonReader}: checks a string in one pass, and makes text of it only
 * if asked to.
 */
final class StringScanner {
    private final byte[] array;
    private final int limit;

    private int start;
    private int end;
    private boolean ascii = true;
    private boolean escaped;
    private @Nullable String problem;

    StringScanner(byte[] array, int limit) {
        this.array = array;
        this.limit = limit;
    }

    void become(StringScanner other) {
        start = other.start;
        end = other.end;
        ascii = other.ascii;
        escaped = other.escaped;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    boolean escaped() {
        return escaped;
    }

    /** What was wrong, or null; the position that {@link #scan} returned says where. */
    @Nullable String problem() {
        return problem;
    }

    /**
     * Scans to the closing quote.
     *
     * @param from after the opening quote
     * @return after the closing quote; or, with a {@link #problem}, where it is
     */
    int scan(int from) {
        start = from;
        ascii = true;
        escaped = false;
        int at = from;
        while (at < limit) {
            byte c = array[at];
            if (c == '"') {
                end = at;
                return at + 1;
            }
            int length;
            if (c < 0) {
                ascii = false;
                length = utf8(at);
                if (length == 0) {
                    return fail(at, "the string is not valid UTF-8");
                }
            } else if (c == '\\') {
                escaped = true;
                length = escape(at);
                if (length == 0) {
                    return fail(at, "the string has an invalid escape");
                }
            } else if (c < ' ') {
                return fail(at, "the string has a control character that is not escaped");
            } else {
                length = 1;
            }
            at += length;
        }
        return fail(limit, "the string has no end");
    }

    private int fail(int at, String what) {
        problem = what;
        return at;
    }

    /** The length of the UTF-8 sequence at this place, as RFC 3629 has them; 0 if it is none. */
    private int utf8(int at) {
        int first = array[at] & 0xff;
        if (first < 0xc2 || first > 0xf4) {
            return 0;
        }
        int length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (limit - at < length) {
            return 0;
        }
        int second = array[at + 1] & 0xff;
        // The second byte's range rules out long forms, surrogates and what is beyond U+10FFFF.
        int low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
        int high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
        if (second < low || second > high) {
            return 0;
        }
        for (int i = 2; i < length; i++) {
            if ((array[at + i] & 0xc0) != 0x80) {
                return 0;
            }
        }
        return length;
    }

    /** The length of the escape at this place, both halves of a pair together; 0 if invalid. */
    private int escape(int at) {
        if (limit - at < 2) {
            return 0;
        }
        switch (array[at + 1]) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> {
                return 2;
            }
            case 'u' -> {
                int unit = unit(at);
                if (unit < 0 || Character.isLowSurrogate((char) unit)) {
                    return 0;
                }
                if (!Character.isHighSurrogate((char) unit)) {
                    return 6;
                }
                int second = unit(at + 6);
                return second >= 0 && Character.isLowSurrogate((char) second) ? 12 : 0;
            }
            default -> {
                return 0;
            }
        }
    }

    /** The value of a {@code \}{@code uXXXX} at this place, -1 if there is none. */
    private int unit(int at) {
        if (limit - at < 6 || array[at] != '\\' || array[at + 1] != 'u') {
            return -1;
        }
        int value = 0;
        for (int i = 2; i < 6; i++) {
            int digit = Character.digit(array[at + i], 16);
            if (digit < 0) {
                return -1;
            }
            value = value << 4 | digit;
        }
        return value;
    }

    /** The text of what was scanned. */
    String string() {
        if (!escaped) {
            return new String(array, start, end - start, ascii ? ISO_8859_1 : UTF_8);
        }
        byte[] bytes = new byte[end - start]; // an escape is never shorter than what it stands for
        int length = 0;
        for (int at = start; at < end; ) {
            byte c = array[at];
            if (c != '\\') {
                bytes[length++] = c;
                at++;
                continue;
            }
            byte kind = array[at + 1];
            if (kind != 'u') {
                bytes[length++] = simple(kind);
                at += 2;
                continue;
            }
            int codePoint = unit(at);
            at += 6;
            if (Character.isHighSurrogate((char) codePoint)) {
                codePoint = Character.toCodePoint((char) codePoint, (char) unit(at));
                at += 6;
            }
            length = Utf8.put(codePoint, bytes, length);
        }
        return new String(bytes, 0, length, UTF_8);
    }

    private static byte simple(byte kind) {
        return switch (kind) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> kind;
        };
    }
}
