package dev.maneki.proxy.http2;

import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import java.util.Arrays;

/**
 * Encodes header blocks (RFC 7541 section 6) into an array that is reused.
 *
 * <p>Which fields are worth a place in the peer's dynamic table is learnt rather than listed: for
 * each name the last value is remembered; one that comes twice running is inserted, and from the
 * third time on it is one byte. A field that changes each time costs only the copy. Strings are not
 * Huffman coded: see {@link HuffmanCode}. Credentials are never indexed (RFC 7541 section 7.1.3).
 */
final class HpackEncoder {
    private static final int SLOTS = 64;
    private static final int MAX_TABLE = 4096;

    /** A longer field than this does not repeat often enough to be remembered. */
    private static final int MAX_REMEMBERED = 256;

    private static final int MAX_ENTRIES = 128;

    private static final int WITHOUT_INDEXING = 0x00;
    private static final int NEVER_INDEXED = 0x10;
    private static final int WITH_INDEXING = 0x40;

    private byte[] block = new byte[512];
    private int length;

    /** Per slot: name in lower case and value of the last field that fell into it. */
    private final byte[][] remembered = new byte[SLOTS][];

    private final int[] hashes = new int[SLOTS];
    private final short[] nameLengths = new short[SLOTS];
    private final short[] valueLengths = new short[SLOTS];

    /** Per slot: the number of the insertion into the peer's table; 0 for none. */
    private final long[] insertions = new long[SLOTS];

    /** By the number of an insertion: the entry's size. */
    private final short[] sizes = new short[MAX_ENTRIES];

    private int capacity = MAX_TABLE;
    private int smallestPending = Integer.MAX_VALUE;
    private int tableSize;
    private long inserted;
    private long evicted;

    /** The peer's SETTINGS_HEADER_TABLE_SIZE; the next block says what we make of it. */
    void peerTableSize(long setting) {
        int wanted = (int) Math.min(setting, MAX_TABLE);
        if (wanted != capacity || smallestPending != Integer.MAX_VALUE) {
            // RFC 7541 section 4.2: the smallest size between two blocks must be told, too.
            smallestPending = Math.min(smallestPending, wanted);
            capacity = wanted;
            evict(0);
        }
    }

    /** Starts a block. */
    void begin() {
        length = 0;
        if (smallestPending != Integer.MAX_VALUE) {
            if (smallestPending < capacity) {
                integer(0x20, 0x1f, smallestPending);
            }
            integer(0x20, 0x1f, capacity);
            smallestPending = Integer.MAX_VALUE;
        }
    }

    /** The array with the block in its first {@link #length()} bytes. */
    byte[] array() {
        return block;
    }

    /** The length of the block so far. */
    int length() {
        return length;
    }

    /** {@code :status}. */
    void status(int code) {
        switch (code) {
            case 200 -> indexed(8);
            case 204 -> indexed(9);
            case 206 -> indexed(10);
            case 304 -> indexed(11);
            case 400 -> indexed(12);
            case 404 -> indexed(13);
            case 500 -> indexed(14);
            default -> {
                ensure(5);
                block[length++] = HpackStaticTable.STATUS;
                block[length++] = 3;
                block[length++] = (byte) ('0' + code / 100);
                block[length++] = (byte) ('0' + code / 10 % 10);
                block[length++] = (byte) ('0' + code % 10);
            }
        }
    }

    /** An entry of the static table, name and value. */
    void indexed(int index) {
        integer(0x80, 0x7f, index);
    }

    /** A field whose name is that of an entry of the static table. */
    void named(int index, byte[] value, int from, int to) {
        byte[] name = HpackStaticTable.name(index);
        field(name, 0, name.length, value, from, to, HpackStaticTable.nameHash(index));
    }

    /** A field; its name may have capital letters, which become small ones. */
    void field(
            byte[] names,
            int nameFrom,
            int nameTo,
            byte[] values,
            int valueFrom,
            int valueTo,
            int hash) {
        int index = HpackStaticTable.find(hash, names, nameFrom, nameTo);
        int nameLength = nameTo - nameFrom;
        int valueLength = valueTo - valueFrom;
        if (nameLength + valueLength > MAX_REMEMBERED) {
            literal(WITHOUT_INDEXING, 0x0f, index, names, nameFrom, nameTo);
            string(values, valueFrom, valueTo);
            return;
        }
        if (isCredential(names, nameFrom, nameTo, hash)) {
            literal(NEVER_INDEXED, 0x0f, index, names, nameFrom, nameTo);
            string(values, valueFrom, valueTo);
            return;
        }
        int slot = (hash * 0x9E3779B9) >>> 26;
        if (hashes[slot] != hash
                || nameLengths[slot] != nameLength
                || valueLengths[slot] != valueLength
                || !same(slot, names, nameFrom, nameTo, values, valueFrom, valueTo)) {
            remember(slot, hash, names, nameFrom, nameTo, values, valueFrom, valueTo);
            literal(WITHOUT_INDEXING, 0x0f, index, names, nameFrom, nameTo);
            string(values, valueFrom, valueTo);
            return;
        }
        if (insertions[slot] > evicted) {
            int age = (int) (inserted - insertions[slot]);
            integer(0x80, 0x7f, HpackStaticTable.SIZE + 1 + age);
            return;
        }
        int size = nameLength + valueLength + HpackDynamicTable.OVERHEAD;
        boolean fits = size <= capacity;
        literal(
                fits ? WITH_INDEXING : WITHOUT_INDEXING,
                fits ? 0x3f : 0x0f,
                index,
                names,
                nameFrom,
                nameTo);
        string(values, valueFrom, valueTo);
        if (fits) {
            evict(size);
            inserted++;
            sizes[(int) (inserted % MAX_ENTRIES)] = (short) size;
            tableSize += size;
            insertions[slot] = inserted;
        }
    }

    /** All fields that HTTP/2 may carry. */
    void fields(HeaderFields fields) {
        byte[] array = fields.array();
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.live(i)) {
                continue;
            }
            int from = fields.nameStart(i);
            int to = fields.nameEnd(i);
            int hash = fields.nameHash(i);
            if (!FieldSyntax.isConnectionSpecific(array, from, to, hash)) {
                field(array, from, to, array, fields.valueStart(i), fields.valueEnd(i), hash);
            }
        }
    }

    private static boolean isCredential(byte[] names, int from, int to, int hash) {
        return switch (to - from) {
            case 6 -> FieldSyntax.is(FieldNames.COOKIE, names, from, to, hash);
            case 10 -> FieldSyntax.is(FieldNames.SET_COOKIE, names, from, to, hash);
            case 13 ->
                    HpackStaticTable.find(hash, names, from, to) == HpackStaticTable.AUTHORIZATION;
            case 19 -> FieldSyntax.is(FieldNames.PROXY_AUTHORIZATION, names, from, to, hash);
            default -> false;
        };
    }

    private boolean same(
            int slot,
            byte[] names,
            int nameFrom,
            int nameTo,
            byte[] values,
            int valueFrom,
            int valueTo) {
        byte[] known = remembered[slot];
        int nameLength = nameTo - nameFrom;
        int total = nameLength + valueTo - valueFrom;
        if (!Arrays.equals(known, nameLength, total, values, valueFrom, valueTo)) {
            return false;
        }
        for (int i = 0; i < nameLength; i++) {
            byte other = names[nameFrom + i];
            if (known[i] != other && known[i] != FieldSyntax.lower(other)) {
                return false;
            }
        }
        return true;
    }

    private void remember(
            int slot,
            int hash,
            byte[] names,
            int nameFrom,
            int nameTo,
            byte[] values,
            int valueFrom,
            int valueTo) {
        int nameLength = nameTo - nameFrom;
        int valueLength = valueTo - valueFrom;
        byte[] known = remembered[slot];
        if (known == null || known.length < nameLength + valueLength) {
            int room = nameLength + valueLength <= 64 ? 64 : MAX_REMEMBERED;
            known = new byte[room];
            remembered[slot] = known;
        }
        for (int i = 0; i < nameLength; i++) {
            known[i] = FieldSyntax.lower(names[nameFrom + i]);
        }
        System.arraycopy(values, valueFrom, known, nameLength, valueLength);
        hashes[slot] = hash;
        nameLengths[slot] = (short) nameLength;
        valueLengths[slot] = (short) valueLength;
        insertions[slot] = 0;
    }

    private void evict(int needed) {
        while (tableSize + needed > capacity && evicted < inserted) {
            evicted++;
            tableSize -= sizes[(int) (evicted % MAX_ENTRIES)];
        }
    }

    private void literal(int kind, int full, int index, byte[] names, int from, int to) {
        integer(kind, full, index);
        if (index != 0) {
            return;
        }
        integer(0, 0x7f, to - from);
        ensure(to - from);
        for (int i = from; i < to; i++) {
            block[length++] = FieldSyntax.lower(names[i]);
        }
    }

    private void string(byte[] source, int from, int to) {
        int count = to - from;
        integer(0, 0x7f, count);
        ensure(count);
        System.arraycopy(source, from, block, length, count);
        length += count;
    }

    /** RFC 7541 section 5.1; {@code full} is the largest value of the prefix. */
    private void integer(int kind, int full, int value) {
        ensure(6);
        if (value < full) {
            block[length++] = (byte) (kind | value);
            return;
        }
        block[length++] = (byte) (kind | full);
        int rest = value - full;
        while (rest >= 0x80) {
            block[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        block[length++] = (byte) rest;
    }

    private void ensure(int more) {
        if (block.length - length < more) {
            block = Arrays.copyOf(block, Math.max(block.length * 2, length + more));
        }
    }
}
