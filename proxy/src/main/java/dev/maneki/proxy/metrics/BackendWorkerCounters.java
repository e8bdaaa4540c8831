package dev.maneki.proxy.metrics;

/**
 * What one worker counts of one backend. On its event loop only; every {@code …Started} and {@code
 * …Opened} has its {@code …Ended} and {@code …Closed}.
 */
public final class BackendWorkerCounters {
    static final int REQUESTS_ACTIVE = 0;
    static final int REQUESTS = 1;
    static final int REQUESTS_FAILED = 2;
    static final int PENDING = 3;
    static final int CONNECTIONS_ACTIVE = 4;
    static final int CONNECTIONS = 5;
    static final int CONNECT_FAILURES = 6;
    static final int EJECTIONS = 7;
    static final int RETRIES = 8;
    static final int RESPONSES = 9;
    static final int RESPONSE_MICROS = 10;
    static final int SIZE = 11;

    private final WorkerMetrics worker;
    private final Cells cells;

    BackendWorkerCounters(WorkerMetrics worker, Cells cells) {
        this.worker = worker;
        this.cells = cells;
    }

    /** A request was given to an endpoint. */
    public void requestStarted() {
        cells.add(REQUESTS_ACTIVE, 1);
        cells.add(REQUESTS, 1);
    }

    /** A response's head has come, so long after the request was given to the endpoint. */
    public void responseStarted(long micros) {
        cells.add(RESPONSES, 1);
        cells.add(RESPONSE_MICROS, micros);
        worker.backendResponded(micros);
    }

    /**
     * A request has ended.
     *
     * @param failed whether the endpoint was at fault: reset, timed out, not a valid response
     */
    public void requestEnded(boolean failed) {
        cells.add(REQUESTS_ACTIVE, -1);
        if (failed) {
            cells.add(REQUESTS_FAILED, 1);
        }
    }

    /** A request begins to wait for a connection. */
    public void pendingStarted() {
        cells.add(PENDING, 1);
    }

    /** A request no longer waits for a connection. */
    public void pendingEnded() {
        cells.add(PENDING, -1);
    }

    /** A connection is established (TLS included) after so long. */
    public void connectionOpened(long micros) {
        cells.add(CONNECTIONS_ACTIVE, 1);
        cells.add(CONNECTIONS, 1);
        worker.backendConnected(micros);
    }

    /** An established connection is closed. */
    public void connectionClosed() {
        cells.add(CONNECTIONS_ACTIVE, -1);
    }

    /** A connection could not be established. */
    public void connectFailed() {
        cells.add(CONNECT_FAILURES, 1);
    }

    /** An endpoint was put aside. */
    public void ejected() {
        cells.add(EJECTIONS, 1);
    }

    /** A request is tried again. */
    public void retried() {
        cells.add(RETRIES, 1);
    }
}
