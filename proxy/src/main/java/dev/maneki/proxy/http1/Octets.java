package dev.maneki.proxy.http1;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * What each byte may stand for in a head, and scans over runs of bytes that take eight at a time.
 */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';
    static final byte SPACE = ' ';
    static final byte TAB = '\t';

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH_BITS = 0x8080808080808080L;

    /**
     * For each token character (RFC 9110 section 5.6.2) its value with bit 5 set, as field name
     * hashes take it; 0 for all others.
     */
    static final byte[] TOKEN = new byte[256];

    /** {@link #TOKEN} without the underscore. */
    static final byte[] TOKEN_WITHOUT_UNDERSCORE;

    static {
        for (int i = 0; i < 26; i++) {
            TOKEN['a' + i] = (byte) ('a' + i);
            TOKEN['A' + i] = (byte) ('a' + i);
        }
        for (char c : "0123456789!#$%&'*+-.^_`|~".toCharArray()) {
            TOKEN[c] = (byte) (c | 0x20);
        }
        TOKEN_WITHOUT_UNDERSCORE = TOKEN.clone();
        TOKEN_WITHOUT_UNDERSCORE['_'] = 0;
    }

    private Octets() {}

    /** The eight bytes at {@code at}, first byte highest. */
    static long longAt(byte[] source, int at) {
        return (long) LONGS.get(source, at);
    }

    /** Whether it may stand in a token. */
    static boolean isToken(byte value) {
        return TOKEN[value & 0xff] != 0;
    }

    /**
     * Where the first byte stands at or after {@code from} that may not be in a field value (RFC
     * 9110 section 5.5: control characters but the tab), or {@code limit}.
     */
    static int valueEnd(byte[] source, int from, int limit) {
        int at = from;
        while (true) {
            while (at <= limit - 8 && !hasControl(longAt(source, at))) {
                at += 8;
            }
            // At most seven more at the end, or one among the next eight that may be a tab.
            int stop = Math.min(limit, at + 8);
            while (at < stop) {
                byte value = source[at];
                if ((value < ' ' && value >= 0 && value != TAB) || value == 0x7f) {
                    return at;
                }
                at++;
            }
            if (at == limit) {
                return limit;
            }
        }
    }

    /**
     * Where the first byte stands at or after {@code from} that ends a request target: a control
     * character or a space; or {@code limit}.
     */
    static int targetEnd(byte[] source, int from, int limit) {
        int at = from;
        while (at < limit) {
            byte value = source[at];
            if ((value <= ' ' && value >= 0) || value == 0x7f) {
                return at;
            }
            at++;
        }
        return limit;
    }

    /** Where the first LF stands at or after {@code from}, or -1. */
    static int lineFeed(byte[] source, int from, int limit) {
        for (int i = from; i < limit; i++) {
            if (source[i] == LF) {
                return i;
            }
        }
        return -1;
    }

    /** Whether {@code source[from, to)} is this lower-case ASCII text in any case. */
    static boolean equalsIgnoreCase(byte[] source, int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            byte value = source[from + i];
            int lower = value >= 'A' && value <= 'Z' ? value | 0x20 : value;
            if (lower != lowerCase.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a byte below 32 or 127 may be among the eight; never misses one. */
    private static boolean hasControl(long word) {
        long belowSpace = (word - ONES * ' ') & ~word;
        long delete = word ^ (ONES * 0x7f);
        return ((belowSpace | ((delete - ONES) & ~delete)) & HIGH_BITS) != 0;
    }
}
