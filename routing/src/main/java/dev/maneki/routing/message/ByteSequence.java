package dev.maneki.routing.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growable run of bytes that is written and read in place; the array may be longer than the
 * content.
 *
 * <p>Not thread-safe. {@link #array()} is the live array: it is replaced when the content outgrows
 * it.
 */
public final class ByteSequence {
    private byte[] array;
    private int length;

    /** An empty sequence with room for {@code capacity} bytes before it first grows. */
    public ByteSequence(int capacity) {
        array = new byte[capacity];
    }

    /** The live backing array; only the first {@link #length()} bytes are content. */
    public byte[] array() {
        return array;
    }

    /** The number of bytes of content. */
    public int length() {
        return length;
    }

    /** The byte at {@code index}, which must be below {@link #length()}. */
    public byte at(int index) {
        return array[index];
    }

    /** Forgets the content, keeps the room. */
    public void clear() {
        length = 0;
    }

    /** Cuts the content to its first {@code newLength} bytes. */
    public void truncate(int newLength) {
        length = newLength;
    }

    /** Appends one byte. */
    public void append(byte value) {
        ensure(1);
        array[length++] = value;
    }

    /** Appends {@code source[from, to)}. */
    public void append(byte[] source, int from, int to) {
        int count = to - from;
        ensure(count);
        System.arraycopy(source, from, array, length, count);
        length += count;
    }

    /** Appends a number, not negative, in decimal. */
    public void appendNumber(int value) {
        int digits = 1;
        for (int rest = value / 10; rest > 0; rest /= 10) {
            digits++;
        }
        ensure(digits);
        length += digits;
        int rest = value;
        for (int at = length - 1; digits > 0; at--, digits--) {
            array[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Appends the text as ISO-8859-1: a character above 255 is replaced by {@code ?}. */
    public void append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.ISO_8859_1);
        append(encoded, 0, encoded.length);
    }

    /** Replaces the content by {@code source[from, to)}. */
    public void set(byte[] source, int from, int to) {
        length = 0;
        append(source, from, to);
    }

    /** Replaces the content by the text as ISO-8859-1. */
    public void set(String text) {
        length = 0;
        append(text);
    }

    /** Replaces the content by that of {@code other}. */
    public void set(ByteSequence other) {
        set(other.array, 0, other.length);
    }

    /** Whether the content is exactly these bytes. */
    public boolean contentEquals(byte[] other) {
        return Arrays.equals(array, 0, length, other, 0, other.length);
    }

    private void ensure(int more) {
        if (array.length - length < more) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
        }
    }

    /** The content as ISO-8859-1 text: a new string at each call. */
    @Override
    public String toString() {
        return new String(array, 0, length, StandardCharsets.ISO_8859_1);
    }
}
