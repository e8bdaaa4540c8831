package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.protocol.Payload;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Makes one payload of a body that is a bare message. The array grows as bytes come: who announces
 * much and sends little costs little.
 */
final class BodyCollector {
    private static final int FIRST_ARRAY = 32 * 1024;
    private static final byte[] NOTHING = {};

    private final int maxBytes;
    private final long announced;
    private byte[] array = NOTHING;
    private int length;

    /**
     * A collector.
     *
     * @param announced by Content-Length; -1 if it was not
     */
    BodyCollector(int maxBytes, long announced) {
        this.maxBytes = maxBytes;
        this.announced = announced;
    }

    /** Takes what there is; false if there is too much now, and nothing was taken. */
    boolean append(ByteBuffer data) {
        int more = data.remaining();
        if (more > maxBytes - length) {
            return false;
        }
        int needed = Payload.HEADROOM + length + more;
        if (needed > array.length) {
            grow(needed);
        }
        data.get(array, Payload.HEADROOM + length, more);
        length += more;
        return true;
    }

    private void grow(int needed) {
        long size;
        if (array.length == 0) {
            // What is announced beyond the limit will be refused when it comes.
            size = Math.min(announced, FIRST_ARRAY) + Payload.HEADROOM;
        } else {
            size = Math.min(2L * array.length, (long) maxBytes + Payload.HEADROOM);
        }
        array = Arrays.copyOf(array, (int) Math.max(size, needed));
    }

    /** How many bytes there are. */
    int length() {
        return length;
    }

    /** All of it. What is empty was never compressed, whatever is said. */
    Payload payload(boolean compressed) {
        return length == 0
                ? Payload.empty()
                : new Payload(array, Payload.HEADROOM, length, compressed);
    }
}
