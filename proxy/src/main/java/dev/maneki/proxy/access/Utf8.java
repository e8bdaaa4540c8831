package dev.maneki.proxy.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** What bytes from outside are: plain, a character, or nothing that is UTF-8. */
final class Utf8 {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Utf8() {}

    /** Printable ASCII that stands for itself in JSON: no quote, no backslash. */
    static boolean plain(byte value) {
        return value >= 0x20 && value != '"' && value != '\\' && value != 0x7F;
    }

    /** Where the run of plain bytes ends that begins at {@code from}. */
    static int plainUntil(byte[] source, int from, int to) {
        int at = from;
        // Eight bytes at a time: one is not plain if a subtraction borrows into its highest bit.
        while (at + 8 <= to) {
            long word = (long) LONGS.get(source, at);
            long special =
                    word
                            | below(word, 0x20)
                            | below(word ^ ONES * '"', 1)
                            | below(word ^ ONES * '\\', 1)
                            | below(word ^ ONES * 0x7F, 1);
            if ((special & HIGHS) != 0) {
                break;
            }
            at += 8;
        }
        while (at < to && plain(source[at])) {
            at++;
        }
        return at;
    }

    private static long below(long word, int bound) {
        return (word - ONES * bound) & ~word;
    }

    /**
     * The number of bytes of the character beyond ASCII that begins at {@code at}; 0 if none does
     * (Unicode 3.9, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
     */
    static int size(byte[] source, int at, int to) {
        int lead = source[at] & 0xFF;
        int size = lead < 0xC2 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : lead < 0xF5 ? 4 : 0;
        if (size == 0 || size > to - at) {
            return 0;
        }
        int second = source[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return 0;
        }
        for (int i = 2; i < size; i++) {
            if ((source[at + i] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return size;
    }

    /**
     * Whether a character does something to a line instead of standing in it: the controls U+0080
     * to U+009F, line ends (U+2028, U+2029), turns of direction (U+200E, U+200F, U+202A to U+202E,
     * U+2066 to U+2069).
     */
    static boolean misleading(byte[] source, int at, int size) {
        if (size > 3) {
            return false;
        }
        int unit = unit(source, at, size);
        return unit < 0xA0
                || unit == 0x200E
                || unit == 0x200F
                || (unit >= 0x2028 && unit <= 0x202E)
                || (unit >= 0x2066 && unit <= 0x2069);
    }

    /** The character of two or three bytes at {@code at}. */
    static char unit(byte[] source, int at, int size) {
        return size == 2
                ? (char) ((source[at] & 0x1F) << 6 | (source[at + 1] & 0x3F))
                : (char)
                        ((source[at] & 0x0F) << 12
                                | (source[at + 1] & 0x3F) << 6
                                | (source[at + 2] & 0x3F));
    }
}
