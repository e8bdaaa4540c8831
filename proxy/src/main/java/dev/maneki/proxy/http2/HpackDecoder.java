package dev.maneki.proxy.http2;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.HeaderFields;

/**
 * Decodes header blocks (RFC 7541 section 6) straight into the arena of a {@link HeaderFields}: no
 * object per field.
 *
 * <p>A field is written behind the arena's content and shown to a {@link FieldSink}, which keeps it
 * or leaves it to be overwritten by the next. A block is always decoded to its end, also when
 * nothing of it is wanted any more, since the dynamic table must stay the same as the peer's.
 */
final class HpackDecoder {
    private final HpackDynamicTable table;
    private byte[] block = new byte[0];
    private int at;
    private int end;

    /** With an empty table of at most {@code tableSize} bytes, the setting that we announce. */
    HpackDecoder(int tableSize) {
        table = new HpackDynamicTable(tableSize);
    }

    /** The dynamic table, for tests. */
    HpackDynamicTable table() {
        return table;
    }

    /**
     * Decodes {@code source[from, to)}, a whole header block.
     *
     * @throws ConnectionException COMPRESSION_ERROR, if it is not valid HPACK
     */
    void decode(byte[] source, int from, int to, HeaderFields fields, FieldSink sink) {
        block = source;
        at = from;
        end = to;
        boolean fieldSeen = false;
        while (at < end) {
            int first = block[at++];
            if (first < 0) {
                indexed(integer(first & 0x7f, 0x7f), fields, sink);
            } else if ((first & 0x40) != 0) {
                literal(integer(first & 0x3f, 0x3f), true, fields, sink);
            } else if ((first & 0x20) != 0) {
                int size = integer(first & 0x1f, 0x1f);
                // RFC 7541 section 4.2: only at the beginning of a block.
                if (fieldSeen || !table.resize(size)) {
                    throw invalid("dynamic table size update");
                }
                continue;
            } else {
                literal(integer(first & 0x0f, 0x0f), false, fields, sink);
            }
            fieldSeen = true;
        }
    }

    private void indexed(int index, HeaderFields fields, FieldSink sink) {
        if (index == 0) {
            throw invalid("index 0");
        }
        int start;
        int valueStart;
        int valueEnd;
        int hash;
        if (index <= HpackStaticTable.SIZE) {
            byte[] name = HpackStaticTable.name(index);
            byte[] value = HpackStaticTable.value(index);
            start = fields.reserve(name.length + value.length);
            valueStart = start + name.length;
            valueEnd = valueStart + value.length;
            System.arraycopy(name, 0, fields.array(), start, name.length);
            System.arraycopy(value, 0, fields.array(), valueStart, value.length);
            hash = HpackStaticTable.nameHash(index);
        } else {
            int entry = entry(index);
            int from = table.nameStart(entry);
            int length = table.valueEnd(entry) - from;
            start = fields.reserve(length);
            valueStart = start + table.valueStart(entry) - from;
            valueEnd = start + length;
            System.arraycopy(table.array(), from, fields.array(), start, length);
            hash = table.nameHash(entry);
        }
        sink.field(fields, start, valueStart, valueEnd, hash);
    }

    private void literal(int nameIndex, boolean insert, HeaderFields fields, FieldSink sink) {
        int start = fields.reserve(0);
        int valueStart;
        int hash;
        if (nameIndex == 0) {
            valueStart = string(fields, 0);
            hash = FieldName.hash(fields.array(), start, valueStart);
        } else if (nameIndex <= HpackStaticTable.SIZE) {
            byte[] name = HpackStaticTable.name(nameIndex);
            fields.reserve(name.length);
            System.arraycopy(name, 0, fields.array(), start, name.length);
            valueStart = start + name.length;
            hash = HpackStaticTable.nameHash(nameIndex);
        } else {
            int entry = entry(nameIndex);
            int from = table.nameStart(entry);
            int length = table.valueStart(entry) - from;
            fields.reserve(length);
            System.arraycopy(table.array(), from, fields.array(), start, length);
            valueStart = start + length;
            hash = table.nameHash(entry);
        }
        int valueEnd = string(fields, valueStart - start);
        if (insert) {
            table.insert(fields.array(), start, valueStart, valueEnd, hash);
        }
        sink.field(fields, start, valueStart, valueEnd, hash);
    }

    private int entry(int index) {
        int entry = index - HpackStaticTable.SIZE - 1;
        if (entry >= table.length()) {
            throw invalid("index beyond the table");
        }
        return entry;
    }

    /**
     * Reads a string (RFC 7541 section 5.2) to the arena, {@code offset} bytes behind its content;
     * answers where it ends.
     */
    private int string(HeaderFields fields, int offset) {
        if (at >= end) {
            throw invalid("truncated");
        }
        int first = block[at++];
        int length = integer(first & 0x7f, 0x7f);
        if (length > end - at) {
            throw invalid("string beyond the block");
        }
        int from = at;
        at += length;
        if (first >= 0) {
            int target = fields.reserve(offset + length) + offset;
            System.arraycopy(block, from, fields.array(), target, length);
            return target + length;
        }
        int target = fields.reserve(offset + HuffmanCode.decodedBound(length)) + offset;
        int stop = HuffmanCode.decode(block, from, at, fields.array(), target);
        if (stop < 0) {
            throw invalid("Huffman code");
        }
        return stop;
    }

    /** Reads the rest of an integer whose prefix has been read (RFC 7541 section 5.1). */
    private int integer(int prefix, int full) {
        if (prefix < full) {
            return prefix;
        }
        long value = full;
        for (int shift = 0; shift <= 28; shift += 7) {
            if (at >= end) {
                throw invalid("truncated");
            }
            int next = block[at++];
            value += (long) (next & 0x7f) << shift;
            if (next >= 0) {
                if (value > Integer.MAX_VALUE) {
                    break;
                }
                return (int) value;
            }
        }
        throw invalid("integer out of range");
    }

    private static ConnectionException invalid(String what) {
        return new ConnectionException(ErrorCode.COMPRESSION_ERROR, "HPACK: " + what);
    }
}
