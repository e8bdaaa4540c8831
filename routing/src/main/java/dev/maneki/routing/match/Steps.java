package dev.maneki.routing.match;

/**
 * Counts the places that matching looks at, so that tests can show that the count does not grow
 * with the number of routes.
 *
 * <p>Counted only from within {@code assert}, so that it costs nothing unless assertions are on.
 */
final class Steps {
    private static final ThreadLocal<long[]> COUNT = ThreadLocal.withInitial(() -> new long[1]);

    private Steps() {}

    /** Counts one step; always true. */
    static boolean step() {
        COUNT.get()[0]++;
        return true;
    }

    /** The steps of this thread since the last call. */
    static long take() {
        long[] count = COUNT.get();
        long taken = count[0];
        count[0] = 0;
        return taken;
    }
}
