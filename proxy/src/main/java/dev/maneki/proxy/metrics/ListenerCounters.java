package dev.maneki.proxy.metrics;

import dev.maneki.proxy.Reason;

/**
 * What is counted of one listener: how long requests took and why they failed. From {@link
 * MetricsRegistry}; counted through {@link WorkerMetrics}.
 */
public final class ListenerCounters {
    private static final int REASONS = Histogram.SIZE;
    private static final int SIZE = Histogram.SIZE + Reason.values().length;

    private final String namespace;
    private final String gateway;
    private final String listener;
    private final WorkerCells cells;

    ListenerCounters(String namespace, String gateway, String listener, int workers) {
        this.namespace = namespace;
        this.gateway = gateway;
        this.listener = listener;
        this.cells = new WorkerCells(workers, SIZE);
    }

    void requestEnded(WorkerMetrics worker, Reason reason, long durationMicros) {
        Cells own = cells.of(worker);
        Histogram.record(own, 0, durationMicros);
        own.add(REASONS + reason.ordinal(), 1);
    }

    long ended(Reason reason) {
        return cells.sum(REASONS + reason.ordinal());
    }

    WorkerCells durations() {
        return cells;
    }

    /** The values of the labels {@code gateway_namespace, gateway, listener}. */
    String[] labels() {
        return new String[] {namespace, gateway, listener};
    }
}
