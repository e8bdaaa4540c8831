package dev.maneki.proxy.worker;

import dev.maneki.proxy.metrics.WorkerMetrics;
import io.netty.channel.EventLoop;
import java.util.SplittableRandom;

/**
 * One event loop with all that belongs to it. A connection is accepted on a worker and stays there;
 * so do the connections to backends that its requests use.
 */
public final class Worker {
    private final int index;
    private final EventLoop loop;
    private final FlushQueue flushQueue = new FlushQueue();
    private final TimerWheel timers;
    private final WorkerMetrics metrics = new WorkerMetrics();
    private final SplittableRandom random = new SplittableRandom();

    /** The worker of number {@code index}, from 0, on {@code loop}. */
    public Worker(int index, EventLoop loop) {
        this.index = index;
        this.loop = loop;
        this.timers = new TimerWheel(loop);
    }

    /** Its number, from 0. */
    public int index() {
        return index;
    }

    /** Its event loop. */
    public EventLoop loop() {
        return loop;
    }

    /** What has been written and not yet flushed. */
    public FlushQueue flushQueue() {
        return flushQueue;
    }

    /** Its timeouts. */
    public TimerWheel timers() {
        return timers;
    }

    /** What it has counted. */
    public WorkerMetrics metrics() {
        return metrics;
    }

    /** A source of chance for balancing; not for secrets. */
    public SplittableRandom random() {
        return random;
    }
}
