package dev.maneki.proxy.http2;

/**
 * The dynamic table of an HPACK decoder (RFC 7541 section 2.3.2): the last fields, newest first, in
 * one array of bytes.
 *
 * <p>Bytes are appended until the array's end is reached; then the living ones move to its start.
 * The array is twice the table's capacity, so each byte moves at most once for each byte appended.
 */
final class HpackDynamicTable {
    /** What RFC 7541 section 4.1 adds to the bytes of each entry. */
    static final int OVERHEAD = 32;

    private static final int STRIDE = 4;

    private final int maximum;
    private int capacity;
    private int size;
    private byte[] bytes = new byte[0];
    private int used;

    /** Ring of entries: name start, value start, value end, name hash. */
    private final int[] entries;

    private final int mask;
    private int inserted;
    private int evicted;

    /** Empty; {@code maximum} is the SETTINGS_HEADER_TABLE_SIZE that we announce. */
    HpackDynamicTable(int maximum) {
        this.maximum = maximum;
        this.capacity = maximum;
        int most = Integer.highestOneBit(Math.max(1, maximum / OVERHEAD)) * 2;
        this.entries = new int[most * STRIDE];
        this.mask = most - 1;
    }

    /** The number of entries. */
    int length() {
        return inserted - evicted;
    }

    /** The size by RFC 7541 section 4.1. */
    int size() {
        return size;
    }

    /** The array that offsets point into; valid until the next change. */
    byte[] array() {
        return bytes;
    }

    /** Where the name of the entry starts; 0 is the newest. */
    int nameStart(int entry) {
        return entries[at(entry)];
    }

    /** Where its name ends and its value starts. */
    int valueStart(int entry) {
        return entries[at(entry) + 1];
    }

    /** Where its value ends. */
    int valueEnd(int entry) {
        return entries[at(entry) + 2];
    }

    /** The hash of its name. */
    int nameHash(int entry) {
        return entries[at(entry) + 3];
    }

    private int at(int entry) {
        return ((inserted - 1 - entry) & mask) * STRIDE;
    }

    /** Changes the size that the encoder uses; false if it is above what we allow. */
    boolean resize(int newCapacity) {
        if (newCapacity < 0 || newCapacity > maximum) {
            return false;
        }
        capacity = newCapacity;
        evict(0);
        return true;
    }

    /**
     * Inserts a field whose name and value stand one behind the other in {@code source}, which must
     * not be this table's array.
     */
    void insert(byte[] source, int nameStart, int valueStart, int valueEnd, int nameHash) {
        int length = valueEnd - nameStart;
        if (length + OVERHEAD > capacity) {
            // Not an error: it only empties the table (RFC 7541 section 4.4).
            evicted = inserted;
            size = 0;
            return;
        }
        evict(length + OVERHEAD);
        makeRoom(length);
        System.arraycopy(source, nameStart, bytes, used, length);
        int slot = (inserted & mask) * STRIDE;
        entries[slot] = used;
        entries[slot + 1] = used + valueStart - nameStart;
        entries[slot + 2] = used + length;
        entries[slot + 3] = nameHash;
        used += length;
        size += length + OVERHEAD;
        inserted++;
    }

    private void evict(int needed) {
        while (size + needed > capacity && evicted != inserted) {
            int slot = (evicted & mask) * STRIDE;
            size -= entries[slot + 2] - entries[slot] + OVERHEAD;
            evicted++;
        }
    }

    private void makeRoom(int length) {
        if (bytes.length - used >= length) {
            return;
        }
        int from = evicted == inserted ? used : entries[(evicted & mask) * STRIDE];
        int live = used - from;
        byte[] target = bytes;
        if (bytes.length < 2 * maximum) {
            // Most connections never fill it: grow to its full size only when needed.
            target = new byte[Math.min(2 * maximum, Math.max(512, 2 * (live + length)))];
        }
        System.arraycopy(bytes, from, target, 0, live);
        bytes = target;
        used = live;
        for (int i = evicted; i != inserted; i++) {
            int slot = (i & mask) * STRIDE;
            entries[slot] -= from;
            entries[slot + 1] -= from;
            entries[slot + 2] -= from;
        }
    }
}
