package dev.maneki.proxy.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Body bytes that wait: for the peer's window on the way out, for the exchange on the way in.
 *
 * <p>Small buffers are copied together. A slice keeps alive all that was read with it, so that a
 * peer who sends single bytes could otherwise make us hold thousands of times of what its window
 * allows.
 */
final class DataQueue {
    private static final int SMALL = 1_024;
    private static final int GATHERED = 4_096;

    private final ArrayDeque<ByteBuf> buffers = new ArrayDeque<>(4);
    private @Nullable ByteBuf gathering;
    private int bytes;

    /** The bytes that wait. */
    int bytes() {
        return bytes;
    }

    /** Whether nothing waits. */
    boolean isEmpty() {
        return buffers.isEmpty();
    }

    /** Appends and takes over the buffer. */
    void add(ByteBuf data, ByteBufAllocator allocator) {
        int count = data.readableBytes();
        if (count == 0) {
            data.release();
            return;
        }
        bytes += count;
        if (count > SMALL) {
            gathering = null;
            buffers.add(data);
            return;
        }
        ByteBuf tail = gathering;
        if (tail == null || tail.maxFastWritableBytes() < count) {
            tail = allocator.directBuffer(GATHERED);
            gathering = tail;
            buffers.add(tail);
        }
        tail.writeBytes(data);
        data.release();
    }

    /** The first buffer; stays in the queue. Only if not empty. */
    ByteBuf peek() {
        return buffers.getFirst();
    }

    /** Takes out the first buffer, which becomes the caller's. Only if not empty. */
    ByteBuf poll() {
        ByteBuf first = buffers.removeFirst();
        if (first == gathering) {
            gathering = null;
        }
        bytes -= first.readableBytes();
        return first;
    }

    /** Says that {@code count} bytes have been read from the first buffer. */
    void consumed(int count) {
        bytes -= count;
    }

    /** Throws all away; answers how many bytes it was. */
    int clear() {
        int count = bytes;
        for (ByteBuf buffer : buffers) {
            buffer.release();
        }
        buffers.clear();
        gathering = null;
        bytes = 0;
        return count;
    }
}
