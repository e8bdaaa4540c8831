package dev.maneki.proxy.metrics;

/**
 * How long things took, as one worker saw it: counts by fixed bounds. One writing thread, any
 * number of readers.
 */
final class Histogram {
    /** Upper bounds in microseconds, inclusive. */
    private static final long[] BOUNDS_MICROS = {
        100,
        250,
        500,
        1_000,
        2_500,
        5_000,
        10_000,
        25_000,
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    /** Cells of a histogram: one a bound, one for what is longer, one for the sum. */
    static final int SIZE = BOUNDS_MICROS.length + 2;

    static final int BUCKETS = BOUNDS_MICROS.length + 1;
    private static final int SUM = BOUNDS_MICROS.length + 1;

    private Histogram() {}

    /** Counts one, in the {@link #SIZE} cells from {@code offset}. */
    static void record(Cells cells, int offset, long micros) {
        long duration = Math.max(0, micros);
        int bucket = 0;
        while (bucket < BOUNDS_MICROS.length && duration > BOUNDS_MICROS[bucket]) {
            bucket++;
        }
        cells.add(offset + bucket, 1);
        cells.add(offset + SUM, duration);
    }

    /** The upper bound of a bucket in microseconds; the last one has none. */
    static long boundMicros(int bucket) {
        return BOUNDS_MICROS[bucket];
    }

    /** The cell of the sum, in microseconds, counted from the histogram's first cell. */
    static int sumCell() {
        return SUM;
    }
}
