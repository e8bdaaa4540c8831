package dev.maneki.proxy.http2;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;

/** What names and values of fields may be made of in HTTP/2 (RFC 9113 section 8.2). */
final class FieldSyntax {
    private static final byte NAME = 1;
    private static final byte VALUE = 2;

    /** What {@link #name} answers among others if there is an underscore in it. */
    static final int UNDERSCORE = 4;

    /** For each byte, whether it may stand in a name and in a value. */
    private static final byte[] CLASSES = new byte[256];

    static {
        // RFC 9110 section 5.6.2, without capital letters (RFC 9113 section 8.2.1).
        for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz".toCharArray()) {
            CLASSES[c] = NAME;
        }
        CLASSES['_'] |= UNDERSCORE;
        // RFC 9110 section 5.5. RFC 9113 only forbids NUL, CR and LF; HTTP/1.1 takes none of the
        // other control characters either, and what comes in here may go out there.
        for (int c = 0x20; c < 256; c++) {
            if (c != 0x7f) {
                CLASSES[c] |= VALUE;
            }
        }
        CLASSES['\t'] |= VALUE;
    }

    private FieldSyntax() {}

    /** What stands in {@code source[from, to)}, as bits; 0 if that is no field name. */
    static int name(byte[] source, int from, int to) {
        int seen = 0;
        for (int i = from; i < to; i++) {
            int each = CLASSES[source[i] & 0xff];
            if ((each & NAME) == 0) {
                return 0;
            }
            seen |= each;
        }
        return seen;
    }

    /** Whether {@code source[from, to)} is a field value: no surrounding white space either. */
    static boolean isValue(byte[] source, int from, int to) {
        if (from == to) {
            return true;
        }
        for (int i = from; i < to; i++) {
            if ((CLASSES[source[i] & 0xff] & VALUE) == 0) {
                return false;
            }
        }
        return !isSpace(source[from]) && !isSpace(source[to - 1]);
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t';
    }

    /** Whether the field belongs to an HTTP/1.1 connection (RFC 9113 section 8.2.2). */
    static boolean isConnectionSpecific(byte[] source, int from, int to, int hash) {
        return switch (to - from) {
            case 7 -> is(FieldNames.UPGRADE, source, from, to, hash);
            case 10 ->
                    is(FieldNames.CONNECTION, source, from, to, hash)
                            || is(FieldNames.KEEP_ALIVE, source, from, to, hash);
            case 14 -> is(FieldNames.HTTP2_SETTINGS, source, from, to, hash);
            case 16 -> is(FieldNames.PROXY_CONNECTION, source, from, to, hash);
            case 17 -> is(FieldNames.TRANSFER_ENCODING, source, from, to, hash);
            default -> false;
        };
    }

    /** Whether {@code source[from, to)}, whose hash is given, is this name in any case. */
    static boolean is(FieldName name, byte[] source, int from, int to, int hash) {
        return name.hash() == hash && name.matches(source, from, to);
    }

    /** Whether {@code source[from, to)} is exactly this ASCII text. */
    static boolean equals(byte[] source, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (source[from + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The decimal number in {@code source[from, to)}, or -1 if it is none or too large. */
    static long number(byte[] source, int from, int to) {
        if (from == to || to - from > 18) {
            return -1;
        }
        long value = 0;
        for (int i = from; i < to; i++) {
            int digit = source[i] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }

    /** ASCII to lower case. */
    static byte lower(byte value) {
        return value >= 'A' && value <= 'Z' ? (byte) (value | 0x20) : value;
    }
}
