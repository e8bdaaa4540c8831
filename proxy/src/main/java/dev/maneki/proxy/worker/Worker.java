package dev.maneki.proxy.worker;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.access.AccessLog;
import dev.maneki.proxy.access.AccessRecorder;
import dev.maneki.proxy.metrics.WorkerMetrics;
import io.netty.channel.EventLoop;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One event loop with all that belongs to it. A connection is accepted on a worker and stays there;
 * so do the connections to backends that its requests use.
 */
public final class Worker {
    private final int index;
    private final EventLoop loop;
    private final Limits limits;
    private final Clock clock = new Clock();
    private final FlushQueue flushQueue = new FlushQueue();
    private final TimerWheel timers;
    private final WorkerMetrics metrics;
    private final AccessRecorder accessRecorder;
    private final SplittableRandom random = new SplittableRandom();

    /**
     * The worker of number {@code index}, from 0, on {@code loop}, with every limit at its default;
     * its requests leave no records.
     */
    public Worker(int index, EventLoop loop) {
        this(index, loop, Limits.DEFAULT, Optional.empty());
    }

    /**
     * The worker of number {@code index}, from 0, on {@code loop}.
     *
     * @param limits the process's
     * @param accessLog where its requests are recorded
     */
    public Worker(int index, EventLoop loop, Limits limits, Optional<AccessLog> accessLog) {
        this.index = index;
        this.loop = loop;
        this.limits = limits;
        this.timers = new TimerWheel(loop, clock);
        this.metrics = new WorkerMetrics(index);
        this.accessRecorder =
                accessLog.map(log -> log.recorder(loop, metrics)).orElse(AccessRecorder.OFF);
    }

    /** Its number, from 0. */
    public int index() {
        return index;
    }

    /** Its event loop. */
    public EventLoop loop() {
        return loop;
    }

    /** The process's limits. */
    public Limits limits() {
        return limits;
    }

    /** Its time. */
    public Clock clock() {
        return clock;
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

    /** Where records of its requests go. */
    public AccessRecorder accessRecorder() {
        return accessRecorder;
    }

    /** A source of chance for balancing; not for secrets. */
    public SplittableRandom random() {
        return random;
    }
}
