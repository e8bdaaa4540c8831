package dev.maneki.routing.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The fields of a header or trailer section, in order, in one flat run of bytes with an index
 * beside it.
 *
 * <p>The form that every protocol decodes into, filters change and every protocol encodes from: no
 * object per field, nothing allocated once it has grown to the usual size. A name keeps the case it
 * came in; comparisons ignore it. Removing marks a field dead and leaves its bytes. Values are what
 * stood on the wire, without surrounding white space.
 *
 * <p>Iterate with {@code for (int i = 0; i < fields.size(); i++) if (fields.live(i)) …}. Not
 * thread-safe.
 */
public final class HeaderFields {
    private static final int STRIDE = 5;

    private byte[] bytes;
    private int length;

    /**
     * Per field: name start, name end, value start, value end, name hash. A dead field's name start
     * is negative.
     */
    private int[] index;

    private int size;

    /** Empty, with room for an ordinary request. */
    public HeaderFields() {
        bytes = new byte[1024];
        index = new int[STRIDE * 24];
    }

    /** Forgets all fields, keeps the room. */
    public void clear() {
        length = 0;
        size = 0;
    }

    /**
     * The number of fields ever added since {@link #clear()}, dead ones included: the bound for
     * iterating.
     */
    public int size() {
        return size;
    }

    /** The number of bytes in the arena: names and values, dead fields included. */
    public int byteCount() {
        return length;
    }

    /** The live array that offsets point into; replaced when it grows. */
    public byte[] array() {
        return bytes;
    }

    /** Whether field {@code i} has not been removed. */
    public boolean live(int i) {
        return index[i * STRIDE] >= 0;
    }

    /** Where the name of field {@code i} starts in {@link #array()}. */
    public int nameStart(int i) {
        return index[i * STRIDE];
    }

    /** Where the name of field {@code i} ends, exclusive. */
    public int nameEnd(int i) {
        return index[i * STRIDE + 1];
    }

    /** Where the value of field {@code i} starts. */
    public int valueStart(int i) {
        return index[i * STRIDE + 2];
    }

    /** Where the value of field {@code i} ends, exclusive. */
    public int valueEnd(int i) {
        return index[i * STRIDE + 3];
    }

    /** The case-insensitive hash of the name of field {@code i}. */
    public int nameHash(int i) {
        return index[i * STRIDE + 4];
    }

    /** Whether field {@code i} is live and has this name. */
    public boolean named(int i, FieldName name) {
        int at = i * STRIDE;
        return index[at + 4] == name.hash()
                && index[at] >= 0
                && name.matches(bytes, index[at], index[at + 1]);
    }

    /** The first live field of this name at or after {@code from}, or -1. */
    public int find(FieldName name, int from) {
        for (int i = from; i < size; i++) {
            if (named(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** The first live field of this name, or -1. */
    public int find(FieldName name) {
        return find(name, 0);
    }

    /** Whether a live field has this name. */
    public boolean contains(FieldName name) {
        return find(name, 0) >= 0;
    }

    /** The value of field {@code i} as ISO-8859-1 text: a new string. */
    public String value(int i) {
        int at = i * STRIDE;
        return new String(
                bytes, index[at + 2], index[at + 3] - index[at + 2], StandardCharsets.ISO_8859_1);
    }

    /** The name of live field {@code i} as it came: a new string. */
    public String name(int i) {
        int at = i * STRIDE;
        return new String(bytes, index[at], index[at + 1] - index[at], StandardCharsets.ISO_8859_1);
    }

    /** Whether the value of field {@code i} is exactly these bytes. */
    public boolean valueEquals(int i, byte[] value) {
        int at = i * STRIDE;
        return Arrays.equals(bytes, index[at + 2], index[at + 3], value, 0, value.length);
    }

    /** Marks field {@code i} dead. */
    public void remove(int i) {
        index[i * STRIDE] = -1;
    }

    /** Marks all fields of this name dead; answers how many there were. */
    public int remove(FieldName name) {
        int removed = 0;
        for (int i = find(name, 0); i >= 0; i = find(name, i + 1)) {
            remove(i);
            removed++;
        }
        return removed;
    }

    /** Appends a field whose name and value stand in other arrays. */
    public void add(
            byte[] names, int nameFrom, int nameTo, byte[] values, int valueFrom, int valueTo) {
        int nameAt = length;
        append(names, nameFrom, nameTo);
        int valueAt = length;
        append(values, valueFrom, valueTo);
        addSpan(nameAt, valueAt, valueAt, length, FieldName.hash(bytes, nameAt, valueAt));
    }

    /** Appends a field. */
    public void add(FieldName name, byte[] value) {
        byte[] nameBytes = name.bytes();
        int nameAt = length;
        append(nameBytes, 0, nameBytes.length);
        int valueAt = length;
        append(value, 0, value.length);
        addSpan(nameAt, valueAt, valueAt, length, name.hash());
    }

    /** Appends a field; the value is encoded as ISO-8859-1. */
    public void add(FieldName name, String value) {
        add(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Removes all fields of this name and appends this one. */
    public void set(FieldName name, byte[] value) {
        remove(name);
        add(name, value);
    }

    /** Removes all fields of this name and appends this one; the value is encoded as ISO-8859-1. */
    public void set(FieldName name, String value) {
        set(name, value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Room for a decoder that writes a whole header section at once: ensures {@code count} free
     * bytes, and answers the offset in {@link #array()} where they start. Follow with {@link
     * #commit(int)} and {@link #addSpan}.
     */
    public int reserve(int count) {
        ensureBytes(count);
        return length;
    }

    /** Takes {@code count} bytes that were written at the offset {@link #reserve} gave. */
    public void commit(int count) {
        length += count;
    }

    /** Adds a field whose bytes already stand in {@link #array()}. */
    public void addSpan(int nameStart, int nameEnd, int valueStart, int valueEnd, int nameHash) {
        int at = size * STRIDE;
        if (at == index.length) {
            index = Arrays.copyOf(index, index.length * 2);
        }
        index[at] = nameStart;
        index[at + 1] = nameEnd;
        index[at + 2] = valueStart;
        index[at + 3] = valueEnd;
        index[at + 4] = nameHash;
        size++;
    }

    /** Replaces all fields by the live ones of {@code other}. */
    public void copyFrom(HeaderFields other) {
        clear();
        // The bytes in one piece, those of dead fields too: nothing points at them.
        append(other.bytes, 0, other.length);
        for (int i = 0; i < other.size; i++) {
            if (other.live(i)) {
                addSpan(
                        other.nameStart(i),
                        other.nameEnd(i),
                        other.valueStart(i),
                        other.valueEnd(i),
                        other.nameHash(i));
            }
        }
    }

    private void append(byte[] source, int from, int to) {
        ensureBytes(to - from);
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    private void ensureBytes(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }

    /** The live fields, one {@code name: value} a line, for messages and tests. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            if (live(i)) {
                text.append(name(i)).append(": ").append(value(i)).append('\n');
            }
        }
        return text.toString();
    }
}
