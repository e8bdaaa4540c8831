package dev.maneki.proxy.metrics;

/**
 * What is counted of one route at one listener, or of requests that matched none. From {@link
 * MetricsRegistry} when configuration is compiled; counted through {@link WorkerMetrics}.
 */
public final class RouteCounters {
    /** By the hundreds of the status; 0 is for a request that got none. */
    static final int CLASSES = 6;

    private static final int REQUESTS = 0;
    private static final int REQUEST_BYTES = HttpProtocol.values().length * CLASSES;
    private static final int RESPONSE_BYTES = REQUEST_BYTES + 1;
    private static final int SIZE = RESPONSE_BYTES + 1;

    private final ListenerCounters listener;
    private final String kind;
    private final String namespace;
    private final String name;
    private final WorkerCells cells;

    RouteCounters(
            ListenerCounters listener, String kind, String namespace, String name, int workers) {
        this.listener = listener;
        this.kind = kind;
        this.namespace = namespace;
        this.name = name;
        this.cells = new WorkerCells(workers, SIZE);
    }

    /** Those of the listener it is attached to. */
    public ListenerCounters listener() {
        return listener;
    }

    void requestEnded(
            WorkerMetrics worker,
            HttpProtocol protocol,
            int status,
            long requestBytes,
            long responseBytes) {
        Cells own = cells.of(worker);
        own.add(cell(protocol, statusClass(status)), 1);
        own.add(REQUEST_BYTES, requestBytes);
        own.add(RESPONSE_BYTES, responseBytes);
    }

    long requests(HttpProtocol protocol, int statusClass) {
        return cells.sum(cell(protocol, statusClass));
    }

    long requestBytes() {
        return cells.sum(REQUEST_BYTES);
    }

    long responseBytes() {
        return cells.sum(RESPONSE_BYTES);
    }

    /** The listener's labels, then {@code route_kind, route_namespace, route}. */
    String[] labels() {
        String[] of = listener.labels();
        return new String[] {of[0], of[1], of[2], kind, namespace, name};
    }

    private static int cell(HttpProtocol protocol, int statusClass) {
        return REQUESTS + protocol.ordinal() * CLASSES + statusClass;
    }

    private static int statusClass(int status) {
        int hundreds = status / 100;
        return hundreds < 0 || hundreds >= CLASSES ? 0 : hundreds;
    }
}
