package dev.maneki.proxy.it;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Messages in the Protocol Buffers wire format, by the plainest of means: for tests only. */
final class Proto {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    static Proto message() {
        return new Proto();
    }

    Proto with(int field, long value) {
        varint((long) field << 3);
        varint(value);
        return this;
    }

    Proto with(int field, byte[] value) {
        varint((long) field << 3 | 2);
        varint(value.length);
        bytes.writeBytes(value);
        return this;
    }

    Proto with(int field, String value) {
        return with(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Proto with(int field, Proto value) {
        return with(field, value.bytes());
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }

    private void varint(long value) {
        for (long rest = value; ; rest >>>= 7) {
            if ((rest & ~0x7fL) == 0) {
                bytes.write((int) rest);
                return;
            }
            bytes.write((int) (rest & 0x7f | 0x80));
        }
    }

    /** {@code HeaderValueOption} that says nothing but name and value. */
    static Proto header(String name, String value) {
        return message().with(1, message().with(1, name).with(2, value));
    }

    /**
     * The values at a path of field numbers, numbers as decimal text, everything else as its bytes
     * in ISO-8859-1.
     */
    static List<String> at(byte[] message, int... path) {
        List<byte[]> level = List.of(message);
        List<String> found = new ArrayList<>();
        for (int depth = 0; depth < path.length; depth++) {
            List<byte[]> next = new ArrayList<>();
            for (byte[] each : level) {
                collect(
                        each,
                        path[depth],
                        next,
                        depth == path.length - 1 ? found : new ArrayList<>());
            }
            level = next;
        }
        level.forEach(each -> found.add(new String(each, StandardCharsets.ISO_8859_1)));
        return found;
    }

    private static void collect(
            byte[] message, int field, List<byte[]> blocks, List<String> numbers) {
        int[] at = {0};
        while (at[0] < message.length) {
            long key = read(message, at);
            long value = read(message, at);
            if ((key & 7) == 2) {
                byte[] block = Arrays.copyOfRange(message, at[0], at[0] + (int) value);
                at[0] += (int) value;
                if (key >>> 3 == field) {
                    blocks.add(block);
                }
            } else if (key >>> 3 == field) {
                numbers.add(Long.toString(value));
            }
        }
    }

    private static long read(byte[] message, int[] at) {
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            byte next = message[at[0]++];
            value |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
    }
}
