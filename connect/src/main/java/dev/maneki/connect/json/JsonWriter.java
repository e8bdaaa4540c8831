package dev.maneki.connect.json;

import java.util.Arrays;

/**
 * Writes JSON into a growing array, as short as it can be: no space, and escapes only where RFC
 * 8259 asks for them.
 *
 * <p>Commas and colons come by themselves; that names and values, begins and ends come in an order
 * that makes sense is the caller's part. Half surrogate pairs, which have no form in UTF-8, become
 * U+FFFD. Not thread-safe.
 */
public final class JsonWriter {
    private static final byte[] HEX = {
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] BASE64 =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
                    .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);

    private final int headroom;
    private byte[] array;
    private int position;
    private boolean comma;

    /**
     * A writer.
     *
     * @param headroom bytes to be left free before the text, as for an envelope's prefix
     * @param expectedLength of the text; it may become longer
     */
    public JsonWriter(int headroom, int expectedLength) {
        this.headroom = headroom;
        this.array = new byte[headroom + Math.max(16, expectedLength)];
        this.position = headroom;
    }

    /** Where the text begins in {@link #array}: the headroom. */
    public int offset() {
        return headroom;
    }

    /** How many bytes the text has. */
    public int length() {
        return position - headroom;
    }

    /** The array that is written to; another one after more was written. */
    public byte[] array() {
        return array;
    }

    /** The text alone. */
    public byte[] toByteArray() {
        return Arrays.copyOfRange(array, headroom, position);
    }

    /** Begins an object. */
    public JsonWriter beginObject() {
        return begin('{');
    }

    /** Ends an object. */
    public JsonWriter endObject() {
        return end('}');
    }

    /** Begins an array. */
    public JsonWriter beginArray() {
        return begin('[');
    }

    /** Ends an array. */
    public JsonWriter endArray() {
        return end(']');
    }

    /** A member's name. */
    public JsonWriter name(String name) {
        string(name);
        return colon();
    }

    /**
     * A member's name that was made ready.
     *
     * @param quoted with its quotes and escapes, as {@link #quoted} makes them
     */
    public JsonWriter name(byte[] quoted) {
        raw(quoted, 0, quoted.length);
        return colon();
    }

    /** A string with its quotes, to be written by {@link #name(byte[])} or {@link #raw}. */
    public static byte[] quoted(String text) {
        return new JsonWriter(0, text.length() + 2).string(text).toByteArray();
    }

    /** A string. */
    public JsonWriter string(String value) {
        int length = value.length();
        // A UTF-16 unit takes 3 bytes, or 6 where it is escaped; most take one.
        before(length + 2);
        array[position++] = '"';
        int i = 0;
        for (; i < length; i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~' || c == '"' || c == '\\') {
                break;
            }
            array[position++] = (byte) c;
        }
        if (i < length) {
            reserve(Math.addExact(1, Math.multiplyExact(6, length - i)));
            while (i < length) {
                i = character(value, i);
            }
        }
        array[position++] = '"';
        return this;
    }

    private int character(String value, int at) {
        char c = value.charAt(at);
        if (c < ' ' || c == '"' || c == '\\') {
            escape(c);
            return at + 1;
        }
        int codePoint = value.codePointAt(at);
        boolean half = codePoint >= 0xd800 && codePoint <= 0xdfff;
        position = Utf8.put(half ? 0xfffd : codePoint, array, position);
        return at + Character.charCount(codePoint);
    }

    private void escape(char c) {
        array[position++] = '\\';
        switch (c) {
            case '"', '\\' -> array[position++] = (byte) c;
            case '\b' -> array[position++] = 'b';
            case '\f' -> array[position++] = 'f';
            case '\n' -> array[position++] = 'n';
            case '\r' -> array[position++] = 'r';
            case '\t' -> array[position++] = 't';
            default -> {
                array[position++] = 'u';
                array[position++] = '0';
                array[position++] = '0';
                array[position++] = HEX[c >> 4];
                array[position++] = HEX[c & 0xf];
            }
        }
    }

    /**
     * Bytes as a base64 string, of the standard alphabet.
     *
     * @param padded whether it ends in {@code =} to a multiple of four
     */
    public JsonWriter base64(byte[] bytes, int offset, int length, boolean padded) {
        before(Math.addExact(2, Math.multiplyExact(4, (length + 2) / 3)));
        array[position++] = '"';
        int i = offset;
        int end = offset + length;
        for (; i + 2 < end; i += 3) {
            int bits = (bytes[i] & 0xff) << 16 | (bytes[i + 1] & 0xff) << 8 | bytes[i + 2] & 0xff;
            array[position++] = BASE64[bits >> 18];
            array[position++] = BASE64[bits >> 12 & 0x3f];
            array[position++] = BASE64[bits >> 6 & 0x3f];
            array[position++] = BASE64[bits & 0x3f];
        }
        if (i < end) {
            boolean two = i + 1 < end;
            int bits = (bytes[i] & 0xff) << 16 | (two ? (bytes[i + 1] & 0xff) << 8 : 0);
            array[position++] = BASE64[bits >> 18];
            array[position++] = BASE64[bits >> 12 & 0x3f];
            if (two) {
                array[position++] = BASE64[bits >> 6 & 0x3f];
            } else if (padded) {
                array[position++] = '=';
            }
            if (padded) {
                array[position++] = '=';
            }
        }
        array[position++] = '"';
        return this;
    }

    /** A number without a fraction. */
    public JsonWriter number(long value) {
        before(20);
        if (value == Long.MIN_VALUE) {
            return ascii("-9223372036854775808");
        }
        if (value < 0) {
            array[position++] = '-';
        }
        long rest = Math.abs(value);
        int digits = 1;
        for (long bound = 10; digits < 19 && rest >= bound; bound *= 10) {
            digits++;
        }
        for (int i = digits - 1; i >= 0; i--) {
            array[position + i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        position += digits;
        return this;
    }

    /** A number as it is to be written, in ASCII. */
    public JsonWriter number(String text) {
        before(text.length());
        return ascii(text);
    }

    /** {@code true} or {@code false}. */
    public JsonWriter bool(boolean value) {
        before(5);
        return ascii(value ? "true" : "false");
    }

    /** {@code null}. */
    public JsonWriter nothing() {
        before(4);
        return ascii("null");
    }

    /** A value that is JSON already. */
    public JsonWriter raw(byte[] json, int offset, int length) {
        before(length);
        System.arraycopy(json, offset, array, position, length);
        position += length;
        return this;
    }

    private JsonWriter begin(char c) {
        before(1);
        array[position++] = (byte) c;
        comma = false;
        return this;
    }

    private JsonWriter end(char c) {
        reserve(1);
        array[position++] = (byte) c;
        comma = true;
        return this;
    }

    private JsonWriter colon() {
        reserve(1);
        array[position++] = ':';
        comma = false;
        return this;
    }

    /** Makes room for a value, and writes the comma before it if one stood before. */
    private void before(int length) {
        reserve(length + 1);
        if (comma) {
            array[position++] = ',';
        }
        comma = true;
    }

    private JsonWriter ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            array[position++] = (byte) text.charAt(i);
        }
        return this;
    }

    private void reserve(int length) {
        int needed = Math.addExact(position, length);
        if (needed > array.length) {
            int grown =
                    array.length > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE - 8 : array.length * 2;
            array = Arrays.copyOf(array, Math.max(needed, grown));
        }
    }
}
