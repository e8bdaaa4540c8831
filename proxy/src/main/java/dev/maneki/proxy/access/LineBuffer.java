package dev.maneki.proxy.access;

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
            int plain = Utf8.plainUntil(source, at, to);
            copy(source, at, plain);
            at = plain;
            if (at < to) {
                at = source[at] >= 0 ? ascii(source[at], at) : character(source, at, to);
            }
        }
    }

    private int ascii(byte value, int at) {
        single(value);
        return at + 1;
    }

    private void single(byte value) {
        if (Utf8.plain(value)) {
            bytes[length++] = value;
        } else if (value == '"' || value == '\\') {
            bytes[length++] = '\\';
            bytes[length++] = value;
        } else {
            unicodeEscape((char) value);
        }
    }

    /** One character beyond ASCII, or one byte that is none; returns what comes after. */
    private int character(byte[] source, int at, int to) {
        int size = Utf8.size(source, at, to);
        if (size == 0) {
            copy(REPLACEMENT, 0, REPLACEMENT.length);
            return at + 1;
        }
        if (Utf8.misleading(source, at, size)) {
            unicodeEscape(Utf8.unit(source, at, size));
        } else {
            copy(source, at, at + size);
        }
        return at + size;
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
