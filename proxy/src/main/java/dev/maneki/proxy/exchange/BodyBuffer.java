package dev.maneki.proxy.exchange;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;

/**
 * The part of a request body that has come and cannot be let go: because no connection is there
 * yet, or because another try may need it. Event loop only; owns its buffers.
 */
final class BodyBuffer {
    private final ArrayDeque<ByteBuf> chunks = new ArrayDeque<>(4);
    private int bytes;

    boolean empty() {
        return chunks.isEmpty();
    }

    int bytes() {
        return bytes;
    }

    void add(ByteBuf chunk) {
        bytes += chunk.readableBytes();
        chunks.add(chunk);
    }

    /** The first chunk, now the caller's; only if there is one. */
    ByteBuf take() {
        ByteBuf chunk = chunks.remove();
        bytes -= chunk.readableBytes();
        return chunk;
    }

    /** Adds to {@code other} what is here, without giving it up. */
    void copyTo(BodyBuffer other) {
        for (ByteBuf chunk : chunks) {
            other.add(chunk.retainedDuplicate());
        }
    }

    void release() {
        while (!chunks.isEmpty()) {
            chunks.remove().release();
        }
        bytes = 0;
    }
}
