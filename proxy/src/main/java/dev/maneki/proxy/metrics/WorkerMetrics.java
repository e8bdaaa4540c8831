package dev.maneki.proxy.metrics;

import dev.maneki.proxy.Reason;
import dev.maneki.routing.model.Limit;

/**
 * The counters of one worker. Only its event loop writes, so that adding is a plain load and an
 * ordered store; any thread may read.
 */
public final class WorkerMetrics {
    private static final int PROTOCOLS = HttpProtocol.values().length;
    private static final int TLS_VERSIONS = TlsVersion.values().length;

    private static final int LIMITS = 0;
    private static final int REQUESTS_ACTIVE = LIMITS + Limit.values().length;
    private static final int TUNNELS_ACTIVE = REQUESTS_ACTIVE + PROTOCOLS;
    private static final int CONNECTIONS = TUNNELS_ACTIVE + 1;
    private static final int CONNECTIONS_ACTIVE = CONNECTIONS + PROTOCOLS * TLS_VERSIONS;
    private static final int HANDSHAKES = CONNECTIONS_ACTIVE + PROTOCOLS * TLS_VERSIONS;
    private static final int RECORDS = HANDSHAKES + HandshakeResult.values().length;
    private static final int RECORDS_LOST = RECORDS + 1;
    static final int BACKEND_CONNECT = RECORDS_LOST + 1;
    static final int BACKEND_RESPONSE = BACKEND_CONNECT + Histogram.SIZE;
    private static final int SIZE = BACKEND_RESPONSE + Histogram.SIZE;

    private final int index;
    private final Cells cells = new Cells(SIZE);

    /** Those of worker number {@code index}, from 0. */
    public WorkerMetrics(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    /** A limit has refused or cut something. */
    public void limitHit(Limit limit) {
        cells.add(LIMITS + limit.ordinal(), 1);
    }

    /** How often a limit has bitten on this worker. */
    public long limitHits(Limit limit) {
        return cells.get(LIMITS + limit.ordinal());
    }

    /** A connection is ready for requests: after the TLS handshake, if there is one. */
    public void connectionOpened(HttpProtocol protocol, TlsVersion tls) {
        cells.add(CONNECTIONS + connection(protocol, tls), 1);
        cells.add(CONNECTIONS_ACTIVE + connection(protocol, tls), 1);
    }

    /** A connection that was opened with the same arguments is closed. */
    public void connectionClosed(HttpProtocol protocol, TlsVersion tls) {
        cells.add(CONNECTIONS_ACTIVE + connection(protocol, tls), -1);
    }

    /** A TLS handshake has ended. */
    public void handshake(HandshakeResult result) {
        cells.add(HANDSHAKES + result.ordinal(), 1);
    }

    /** A request begins. Every one ends in {@link #requestEnded}. */
    public void requestStarted(HttpProtocol protocol) {
        cells.add(REQUESTS_ACTIVE + protocol.ordinal(), 1);
    }

    /**
     * A request has ended.
     *
     * @param route its route's counters, or the registry's for requests without one
     * @param status that the client got, 0 if none
     * @param durationMicros from its first byte to the response's last
     * @param requestBytes of its body
     * @param responseBytes of the response's body
     */
    public void requestEnded(
            RouteCounters route,
            HttpProtocol protocol,
            int status,
            Reason reason,
            long durationMicros,
            long requestBytes,
            long responseBytes) {
        cells.add(REQUESTS_ACTIVE + protocol.ordinal(), -1);
        requestRefused(
                route, protocol, status, reason, durationMicros, requestBytes, responseBytes);
    }

    /** As {@link #requestEnded} for a request that never started, its head being refused. */
    public void requestRefused(
            RouteCounters route,
            HttpProtocol protocol,
            int status,
            Reason reason,
            long durationMicros,
            long requestBytes,
            long responseBytes) {
        route.requestEnded(this, protocol, status, requestBytes, responseBytes);
        route.listener().requestEnded(this, reason, durationMicros);
    }

    /** A request became a tunnel (WebSocket). */
    public void tunnelOpened() {
        cells.add(TUNNELS_ACTIVE, 1);
    }

    /** A tunnel has ended. */
    public void tunnelClosed() {
        cells.add(TUNNELS_ACTIVE, -1);
    }

    /** An access record is on its way to the sink. */
    public void accessRecordWritten() {
        cells.add(RECORDS, 1);
    }

    /** Access records were dropped, since the sink is too slow. */
    public void accessRecordLost(long records) {
        cells.add(RECORDS_LOST, records);
    }

    /** How many access records were dropped. */
    public long accessRecordsLost() {
        return cells.get(RECORDS_LOST);
    }

    /** How many access records are written, or on their way. */
    public long accessRecordsWritten() {
        return cells.get(RECORDS);
    }

    void backendConnected(long micros) {
        Histogram.record(cells, BACKEND_CONNECT, micros);
    }

    void backendResponded(long micros) {
        Histogram.record(cells, BACKEND_RESPONSE, micros);
    }

    long requestsActive(HttpProtocol protocol) {
        return cells.get(REQUESTS_ACTIVE + protocol.ordinal());
    }

    long tunnelsActive() {
        return cells.get(TUNNELS_ACTIVE);
    }

    long connections(HttpProtocol protocol, TlsVersion tls) {
        return cells.get(CONNECTIONS + connection(protocol, tls));
    }

    long connectionsActive(HttpProtocol protocol, TlsVersion tls) {
        return cells.get(CONNECTIONS_ACTIVE + connection(protocol, tls));
    }

    /** How many TLS handshakes have ended so. */
    public long handshakes(HandshakeResult result) {
        return cells.get(HANDSHAKES + result.ordinal());
    }

    /** A cell of a histogram, counted from its first. */
    long histogramCell(int histogram, int cell) {
        return cells.get(histogram + cell);
    }

    private static int connection(HttpProtocol protocol, TlsVersion tls) {
        return protocol.ordinal() * TLS_VERSIONS + tls.ordinal();
    }
}
