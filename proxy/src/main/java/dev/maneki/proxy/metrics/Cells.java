package dev.maneki.proxy.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Numbers with one writing thread and any number of readers: adding is a plain load and an ordered
 * store, with no locked instruction.
 */
final class Cells {
    private final AtomicLongArray values;

    Cells(int size) {
        values = new AtomicLongArray(size);
    }

    /** The writer only. */
    void add(int index, long amount) {
        values.setRelease(index, values.getPlain(index) + amount);
    }

    long get(int index) {
        return values.getAcquire(index);
    }

    int size() {
        return values.length();
    }
}
