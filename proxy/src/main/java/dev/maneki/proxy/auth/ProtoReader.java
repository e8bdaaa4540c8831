package dev.maneki.proxy.auth;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads the fields of one message in the Protocol Buffers wire format, in the order in which they
 * came.
 *
 * <pre>
 *   while (message.next()) {
 *       switch (message.field()) {
 *           case 1 -> name = message.text();
 *           default -> {}          // what is not read is skipped
 *       }
 *   }
 * </pre>
 *
 * <p>Nothing is copied before it is asked for, and nothing is believed: each length is held against
 * the bytes that are there. Every method may throw {@link ProtoException}. Not thread-safe.
 */
final class ProtoReader {
    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;

    private final byte[] bytes;
    private final int end;
    private int at;
    private int field;
    private int type;

    /** Where the value of the field begins, and what comes behind it. */
    private int from;

    private int to;
    private long number;

    /** Over {@code bytes[from, to)}. */
    ProtoReader(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.at = from;
        this.end = to;
    }

    /** Goes to the next field; false if there is none. */
    boolean next() {
        if (at == end) {
            return false;
        }
        long key = varint();
        long id = key >>> 3;
        if (id < 1 || id > 0x1fff_ffff) {
            throw new ProtoException("a field number out of bounds");
        }
        field = (int) id;
        type = (int) (key & 7);
        number = 0;
        switch (type) {
            case VARINT -> number = varint();
            case FIXED_64 -> skip(8);
            case FIXED_32 -> skip(4);
            case LENGTH -> {
                long length = varint();
                if (length < 0 || length > end - at) {
                    throw new ProtoException("a field is longer than the message");
                }
                skip((int) length);
            }
            default -> throw new ProtoException("wire type " + type + " is not used");
        }
        return true;
    }

    /** The field's number. */
    int field() {
        return field;
    }

    /** Its value as a number. */
    long integer() {
        expect(VARINT);
        return number;
    }

    /** Its value as a truth. */
    boolean truth() {
        return integer() != 0;
    }

    /** Its value as a message. */
    ProtoReader message() {
        expect(LENGTH);
        return new ProtoReader(bytes, from, to);
    }

    /** Its value as bytes: a copy. */
    byte[] bytes() {
        expect(LENGTH);
        return Arrays.copyOfRange(bytes, from, to);
    }

    /** Its value as text, which must be UTF-8. */
    String text() {
        expect(LENGTH);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ProtoException("a text is not UTF-8");
        }
    }

    private void expect(int wanted) {
        if (type != wanted) {
            throw new ProtoException("field " + field + " has wire type " + type);
        }
    }

    private void skip(int count) {
        if (count > end - at) {
            throw new ProtoException("the message ends within a field");
        }
        from = at;
        at += count;
        to = at;
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == end) {
                throw new ProtoException("the message ends within a number");
            }
            byte next = bytes[at++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new ProtoException("a number of more than ten bytes");
    }
}
