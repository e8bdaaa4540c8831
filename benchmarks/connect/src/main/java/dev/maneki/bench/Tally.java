package dev.maneki.bench;

import java.util.Arrays;

/** What one caller counts while a measurement runs. One thread at a time. */
final class Tally {
    private final Measurement measurement;
    private long[] latencies = new long[1024];
    private int calls;
    private long messages;

    Tally(Measurement measurement) {
        this.measurement = measurement;
    }

    boolean over() {
        return measurement.over();
    }

    /** A message of a longer answer. */
    void message() {
        if (!over()) {
            messages++;
        }
    }

    /** An answer is whole, of a call that was made then. */
    void answered(long begunNanos) {
        if (over()) {
            return;
        }
        if (calls == latencies.length) {
            latencies = Arrays.copyOf(latencies, 2 * calls);
        }
        latencies[calls++] = System.nanoTime() - begunNanos;
    }

    /** Messages where they were counted, else calls. */
    long count() {
        return messages > 0 ? messages : calls;
    }

    long[] latencies() {
        return Arrays.copyOf(latencies, calls);
    }
}
