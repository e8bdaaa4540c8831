package dev.maneki.proxy.http2;

/**
 * How often a peer may do within 30 seconds what costs us more than it costs the peer.
 *
 * <p>Useful traffic earns credit, so that clients which send a PING with each piece of data to
 * measure the path, as gRPC does, never touch the budget.
 */
final class FrameBudget {
    private static final long WINDOW_NANOS = 30_000_000_000L;
    private static final int MAX_CREDIT = 1_000;

    private final int limit;
    private int credit;
    private int used;
    private long windowStart;

    /** Allows {@code limit} in 30 seconds. */
    FrameBudget(int limit) {
        this.limit = limit;
    }

    /** Something useful happened that goes along with {@code count} frames of control. */
    void earn(int count) {
        credit = Math.min(MAX_CREDIT, credit + count);
    }

    /** Spends one; false if nothing is left. */
    boolean spend() {
        if (credit > 0) {
            credit--;
            return true;
        }
        long now = System.nanoTime();
        if (used == 0 || now - windowStart > WINDOW_NANOS) {
            windowStart = now;
            used = 0;
        }
        return ++used <= limit;
    }
}
