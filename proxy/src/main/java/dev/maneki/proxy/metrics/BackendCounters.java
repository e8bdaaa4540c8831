package dev.maneki.proxy.metrics;

/**
 * What is counted of one backend. From {@link MetricsRegistry}; each worker counts on its own
 * {@link BackendWorkerCounters}.
 */
public final class BackendCounters {
    private final String namespace;
    private final String service;
    private final String port;
    private final WorkerCells cells;
    private volatile int endpoints;
    private volatile int healthyEndpoints;

    BackendCounters(String namespace, String service, String port, int workers) {
        this.namespace = namespace;
        this.service = service;
        this.port = port;
        this.cells = new WorkerCells(workers, BackendWorkerCounters.SIZE);
    }

    /** Those of this worker; call on its event loop, once, and keep it. */
    public BackendWorkerCounters on(WorkerMetrics worker) {
        return new BackendWorkerCounters(worker, cells.of(worker));
    }

    /** Says how many endpoints there are, and how many are not put aside. From any thread. */
    public void endpoints(int all, int healthy) {
        endpoints = all;
        healthyEndpoints = healthy;
    }

    long sum(int cell) {
        return cells.sum(cell);
    }

    int endpoints() {
        return endpoints;
    }

    int healthyEndpoints() {
        return healthyEndpoints;
    }

    /** The values of the labels {@code backend_namespace, backend, backend_port}. */
    String[] labels() {
        return new String[] {namespace, service, port};
    }
}
