package dev.maneki.proxy.metrics;

import dev.maneki.routing.model.Limit;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counters of one worker. Only its event loop writes, so that adding is a plain load and an
 * ordered store; any thread may read.
 */
public final class WorkerMetrics {
    private final AtomicLongArray limitHits = new AtomicLongArray(Limit.values().length);

    /** Counts that a limit has refused or cut something. */
    public void limitHit(Limit limit) {
        int at = limit.ordinal();
        limitHits.setRelease(at, limitHits.getPlain(at) + 1);
    }

    /** How often a limit has bitten on this worker. */
    public long limitHits(Limit limit) {
        return limitHits.getAcquire(limit.ordinal());
    }
}
