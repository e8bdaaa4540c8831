package dev.maneki.proxy.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request body that has come and cannot be let go: because no connection is there
 * yet, or because another try may need it. Event loop only; owns its buffers.
 */
final class BodyBuffer {
    /** Made with the first chunk: most requests have none that waits. */
    private @Nullable ArrayDeque<ByteBuf> chunks;

    private int bytes;

    boolean empty() {
        return chunks == null || chunks.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    void add(ByteBuf chunk) {
        bytes += chunk.readableBytes();
        ArrayDeque<ByteBuf> all = chunks;
        if (all == null) {
            all = new ArrayDeque<>();
            chunks = all;
        }
        all.add(chunk);
    }

    /** The first chunk, now the caller's; only if there is one. */
    ByteBuf take() {
        ArrayDeque<ByteBuf> all = chunks;
        if (all == null) {
            throw new NoSuchElementException("no chunk waits");
        }
        ByteBuf chunk = all.remove();
        bytes -= chunk.readableBytes();
        return chunk;
    }

    /** Adds to {@code other} what is here, without giving it up. */
    void copyTo(BodyBuffer other) {
        if (chunks != null) {
            for (ByteBuf chunk : chunks) {
                other.add(chunk.retainedDuplicate());
            }
        }
    }

    /** Shows every chunk; they stay here. */
    void forEach(Consumer<ByteBuf> each) {
        if (chunks != null) {
            chunks.forEach(each);
        }
    }

    /** All that is here in one piece, without giving it up. */
    ByteBuf copy() {
        ByteBuf whole = PooledByteBufAllocator.DEFAULT.directBuffer(Math.max(1, bytes));
        if (chunks != null) {
            for (ByteBuf chunk : chunks) {
                whole.writeBytes(chunk, chunk.readerIndex(), chunk.readableBytes());
            }
        }
        return whole;
    }

    void release() {
        while (!empty()) {
            take().release();
        }
    }
}
