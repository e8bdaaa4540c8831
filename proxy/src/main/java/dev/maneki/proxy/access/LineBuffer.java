package dev.maneki.proxy.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Bytes of encoded records, and the few ways in which formats add to them. Nothing here allocates,
 * but growing. Not thread-safe.
 *
 * <p>{@link #escaped} makes any bytes harmless: what it writes is valid UTF-8 and fits between the
 * quotes of a JSON string. Controls, quotes, backslashes, and the characters that break lines or
 * turn the direction of text are written as {@code \}{@code uXXXX}; what is not UTF-8 becomes
 * U+FFFD. So nobody can begin a record of their own, nor reach the terminal of who reads it.
 */
public final class LineBuffer {
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final byte[] HEX = hexDigits();
    private static final byte[] REPLACEMENT = {(byte) 0xEF, (byte) 0xBF, (byte) 0xBD};
    private static final byte[] ELLIPSIS = {(byte) 0xE2, (byte) 0x80, (byte) 0xA6};

    /** The most that one byte becomes: a backslash, u, four digits. */
    private static final int ESCAPE_LENGTH = 6;

    private byte[] bytes;
    private int length;
    private int records;

    /** Empty, with room for {@code capacity} bytes. */
    public LineBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    /** The live array; only the first {@link #length()} bytes are content. */
    public byte[] array() {
        return bytes;
    }

    /** The number of bytes written. */
    public int length() {
        return length;
    }

    /** Forgets what was written, keeps the room. */
    public void clear() {
        length = 0;
        records = 0;
    }

    /** How many records were ended in it. */
    int records() {
        return records;
    }

    /** Says that a record is whole. */
    void recordEnded() {
        records++;
    }

    /** Appends a byte as it is. */
    public void put(byte value) {
        reserve(1);
        bytes[length++] = value;
    }

    /** Appends bytes as they are. */
    public void put(byte[] source) {
        reserve(source.length);
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    /** Appends text that is known to be ASCII, as it is. */
    public void ascii(String text) {
        int count = text.length();
        reserve(count);
        for (int i = 0; i < count; i++) {
            bytes[length + i] = (byte) text.charAt(i);
        }
        length += count;
    }

    /** Appends a number in decimal. */
    public void number(long value) {
        if (value < 0) {
            // Through the negative, since the least long has no positive.
            put((byte) '-');
            digits(value);
        } else {
            digits(-value);
        }
    }

    /** Appends the last {@code width} decimal digits of a number that is not negative. */
    public void padded(long value, int width) {
        reserve(width);
        long rest = value;
        for (int i = length + width - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += width;
    }

    /**
     * Appends text, made harmless; what is longer than {@code limit} characters is cut there and
     * ends in an ellipsis.
     */
    public void escaped(String text, int limit) {
        int count = Math.min(text.length(), limit);
        reserve(ESCAPE_LENGTH * count);
        for (int i = 0; i < count; i++) {
            char unit = text.charAt(i);
            if (unit < 0x80) {
                single((byte) unit);
            } else if (Character.isSurrogate(unit)) {
                i += surrogate(text, i, count);
            } else {
                unicodeEscape(unit);
            }
        }
        if (count < text.length()) {
            put(ELLIPSIS);
        }
    }

    /** Appends a pair, or the replacement for half of one; returns how many units more it took. */
    private int surrogate(String text, int at, int end) {
        if (at + 1 < end && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1))) {
            unicodeEscape(text.charAt(at));
            unicodeEscape(text.charAt(at + 1));
            return 1;
        }
        copy(REPLACEMENT, 0, REPLACEMENT.length);
        return 0;
    }

    /**
     * Appends {@code source[from, to)}, made harmless; what is longer than {@code limit} bytes is
     * cut there and ends in an ellipsis.
     */
    public void escaped(byte[] source, int from, int to, int limit) {
        if (to - from > limit) {
            int cut = from + limit;
            // Not through the middle of a character.
            for (int i = 0; i < 3 && (source[cut] & 0xC0) == 0x80; i++) {
                cut--;
            }
            escaped(source, from, cut);
            put(ELLIPSIS);
        } else {
            escaped(source, from, to);
        }
    }

    private void escaped(byte[] source, int from, int to) {
        reserve(ESCAPE_LENGTH * (to - from));
        int at = from;
        while (at < to) {
            int plain = plainUntil(source, at, to);
            copy(source, at, plain);
            at = plain;
            if (at < to) {
                at = source[at] >= 0 ? ascii(source[at], at) : character(source, at, to);
            }
        }
    }

    /** Where the run of bytes that stand for themselves ends. */
    private static int plainUntil(byte[] source, int from, int to) {
        int at = from;
        // Eight bytes at a time: one is special if a subtraction borrows into its highest bit.
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

    private static boolean plain(byte value) {
        return value >= 0x20 && value != '"' && value != '\\' && value != 0x7F;
    }

    private int ascii(byte value, int at) {
        single(value);
        return at + 1;
    }

    private void single(byte value) {
        if (plain(value)) {
            bytes[length++] = value;
        } else if (value == '"' || value == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = value;
        } else {
            unicodeEscape((char) value);
        }
    }

    /**
     * One character beyond ASCII, by the table of well-formed sequences (Unicode 3.9, table 3-7).
     */
    private int character(byte[] source, int at, int to) {
        int lead = source[at] & 0xFF;
        int more = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
        if (more == 0 || at + more >= to || !wellFormed(source, at, lead, more)) {
            copy(REPLACEMENT, 0, REPLACEMENT.length);
            return at + 1;
        }
        if (more == 1 && lead == 0xC2 && (source[at + 1] & 0xFF) < 0xA0) {
            unicodeEscape((char) (source[at + 1] & 0xFF));
        } else if (more == 2 && misleading(lead, source[at + 1] & 0xFF, source[at + 2] & 0xFF)) {
            unicodeEscape(
                    (char)
                            ((lead & 0x0F) << 12
                                    | (source[at + 1] & 0x3F) << 6
                                    | (source[at + 2] & 0x3F)));
        } else {
            copy(source, at, at + more + 1);
        }
        return at + more + 1;
    }

    private static boolean wellFormed(byte[] source, int at, int lead, int more) {
        int second = source[at + 1] & 0xFF;
        int least = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int most = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        if (second < least || second > most) {
            return false;
        }
        for (int i = 2; i <= more; i++) {
            if ((source[at + i] & 0xC0) != 0x80) {
                return false;
            }
        }
        return true;
    }

    /** U+200E, U+200F, U+2028 to U+202E, U+2066 to U+2069: line ends and turns of direction. */
    private static boolean misleading(int first, int second, int third) {
        return first == 0xE2
                && (second == 0x80
                                && (third == 0x8E
                                        || third == 0x8F
                                        || third >= 0xA8 && third <= 0xAE)
                        || second == 0x81 && third >= 0xA6 && third <= 0xA9);
    }

    private void unicodeEscape(char unit) {
        bytes[length++] = '\\';
        bytes[length++] = 'u';
        bytes[length++] = HEX[unit >> 12];
        bytes[length++] = HEX[unit >> 8 & 0xF];
        bytes[length++] = HEX[unit >> 4 & 0xF];
        bytes[length++] = HEX[unit & 0xF];
    }

    private void digits(long negative) {
        int count = 1;
        for (long rest = negative / 10; rest != 0; rest /= 10) {
            count++;
        }
        reserve(count);
        long rest = negative;
        for (int i = length + count - 1; i >= length; i--) {
            bytes[i] = (byte) ('0' - rest % 10);
            rest /= 10;
        }
        length += count;
    }

    private void copy(byte[] source, int from, int to) {
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    private static byte[] hexDigits() {
        byte[] digits = new byte[16];
        for (int i = 0; i < 16; i++) {
            digits[i] = (byte) Character.forDigit(i, 16);
        }
        return digits;
    }
}
