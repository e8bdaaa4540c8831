package dev.maneki.proxy.access;

import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of buffers between two threads, without locks: one may add, one may take. An
 * index is only ever written by one side, and published after the slot it stands for.
 */
final class BufferRing {
    private final @Nullable LineBuffer[] slots;
    private final AtomicInteger added = new AtomicInteger();
    private final AtomicInteger taken = new AtomicInteger();

    /** Room for {@code capacity} buffers, a power of two. */
    BufferRing(int capacity) {
        slots = new @Nullable LineBuffer[capacity];
    }

    /** Adds a buffer; the caller knows that there is room. */
    void add(LineBuffer buffer) {
        int at = added.getPlain();
        slots[at & (slots.length - 1)] = buffer;
        // Volatile: the adder may go on to look whether the taker sleeps.
        added.set(at + 1);
    }

    /** Takes the oldest buffer; null if there is none. */
    @Nullable LineBuffer take() {
        int at = taken.getPlain();
        if (at == added.get()) {
            return null;
        }
        int slot = at & (slots.length - 1);
        LineBuffer buffer = slots[slot];
        slots[slot] = null;
        taken.set(at + 1);
        return buffer;
    }

    /** Whether there is nothing to take; any thread. */
    boolean isEmpty() {
        return taken.get() == added.get();
    }
}
