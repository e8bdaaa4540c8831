package dev.maneki.proxy.auth;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes one message in the Protocol Buffers wire format. As proto3 has it, numbers that are 0 and
 * texts that are empty are not written. Not thread-safe.
 */
final class ProtoWriter {
    private static final int VARINT = 0;
    private static final int LENGTH = 2;

    private byte[] bytes;
    private int length;

    /** Empty, with room for {@code capacity} bytes before it first grows. */
    ProtoWriter(int capacity) {
        bytes = new byte[capacity];
    }

    /** The live array; only the first {@link #length()} bytes are the message. */
    byte[] array() {
        return bytes;
    }

    /** The number of bytes written. */
    int length() {
        return length;
    }

    /** A number; a negative one takes ten bytes, as {@code int64} does. */
    void integer(int field, long value) {
        if (value != 0) {
            varint(key(field, VARINT));
            varint(value);
        }
    }

    /** Text as UTF-8. */
    void text(int field, String value) {
        bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes, or text that is UTF-8 already. */
    void bytes(int field, byte[] value) {
        if (value.length > 0) {
            block(field, value, value.length);
        }
    }

    /** A message within, be it empty. */
    void message(int field, ProtoWriter inner) {
        block(field, inner.bytes, inner.length);
    }

    private void block(int field, byte[] value, int count) {
        varint(key(field, LENGTH));
        varint(count);
        ensure(count);
        System.arraycopy(value, 0, bytes, length, count);
        length += count;
    }

    private static long key(int field, int type) {
        return (long) field << 3 | type;
    }

    private void varint(long value) {
        ensure(10);
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            bytes[length++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[length++] = (byte) rest;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
