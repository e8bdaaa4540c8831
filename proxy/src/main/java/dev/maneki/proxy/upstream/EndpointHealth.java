package dev.maneki.proxy.upstream;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * What requests have found out about one endpoint (passive health checking): one that fails again
 * and again is put aside for a while, each time for longer, and comes back on trial.
 *
 * <p>Thread-safe: all workers report here. The common case, success after success, only reads.
 */
public final class EndpointHealth {
    /** Failures to connect in a row that put an endpoint aside. */
    static final int CONNECT_FAILURES = 2;

    /** Gateway errors or resets in a row that do. */
    static final int REQUEST_FAILURES = 5;

    private static final long FIRST_EJECTION_NANOS = 5_000_000_000L;
    private static final int MAX_DOUBLINGS = 5;

    private final AtomicInteger connectFailures = new AtomicInteger();
    private final AtomicInteger requestFailures = new AtomicInteger();
    private volatile int ejections;
    private volatile boolean ejected;
    private volatile long ejectedUntil;

    /**
     * Whether requests should go elsewhere at the moment {@code now}, by {@link System#nanoTime()}.
     */
    public boolean ejected(long now) {
        return ejected && ejectedUntil - now > 0;
    }

    /** A connection was made. */
    public void connected() {
        if (connectFailures.get() != 0) {
            connectFailures.set(0);
        }
    }

    /** A response came that is no gateway error. */
    public void succeeded() {
        if (requestFailures.get() != 0) {
            requestFailures.set(0);
        }
        if (ejected) {
            ejected = false;
            ejections = 0;
        }
    }

    /** A connection could not be made; answers whether this has just put the endpoint aside. */
    public boolean connectFailed(long now) {
        return connectFailures.incrementAndGet() >= threshold(CONNECT_FAILURES) && eject(now);
    }

    /**
     * A request was reset, or answered 502, 503 or 504; answers whether this has just put the
     * endpoint aside.
     */
    public boolean requestFailed(long now) {
        return requestFailures.incrementAndGet() >= threshold(REQUEST_FAILURES) && eject(now);
    }

    /** On trial after an ejection, the first failure counts. */
    private int threshold(int usual) {
        return ejected ? 1 : usual;
    }

    private synchronized boolean eject(long now) {
        if (ejected(now)) {
            return false;
        }
        ejectedUntil = now + (FIRST_EJECTION_NANOS << Math.min(ejections, MAX_DOUBLINGS));
        ejections++;
        ejected = true;
        return true;
    }
}
