package dev.maneki.proxy.metrics;

import dev.maneki.routing.model.Limit;
import java.util.List;
import java.util.function.ToLongFunction;

/** What the workers count without regard to configuration, summed. */
final class WorkerCollector implements Collector {
    private final List<WorkerMetrics> workers;

    WorkerCollector(List<WorkerMetrics> workers) {
        this.workers = workers;
    }

    @Override
    public void collect(PrometheusText out) {
        active(out);
        connections(out);
        out.counter("maneki_limit_hits_total", "What limits have refused or cut, by limit.");
        for (Limit limit : Limit.values()) {
            out.sample(sum(worker -> worker.limitHits(limit)), "limit", limit.title());
        }
        out.counter(
                "maneki_access_records_total", "Access records written, or on their way to be.");
        out.sample(sum(WorkerMetrics::accessRecordsWritten));
        out.counter(
                "maneki_access_records_lost_total",
                "Access records dropped, since their sink was too slow.");
        out.sample(sum(WorkerMetrics::accessRecordsLost));
        out.histogram(
                "maneki_backend_connect_duration_seconds",
                "Time to establish a connection to an endpoint, TLS included.");
        out.histogramSample(histogram(WorkerMetrics.BACKEND_CONNECT));
        out.histogram(
                "maneki_backend_response_duration_seconds",
                "Time from giving a request to an endpoint to its response's head.");
        out.histogramSample(histogram(WorkerMetrics.BACKEND_RESPONSE));
    }

    private void active(PrometheusText out) {
        out.gauge("maneki_requests_active", "Requests running.");
        for (HttpProtocol protocol : HttpProtocol.values()) {
            out.sample(
                    sum(worker -> worker.requestsActive(protocol)), "protocol", protocol.label());
        }
        out.gauge("maneki_tunnels_active", "Upgraded connections and streams (WebSocket) running.");
        out.sample(sum(WorkerMetrics::tunnelsActive));
    }

    private void connections(PrometheusText out) {
        out.counter(
                "maneki_connections_total",
                "Client connections that became ready for requests, by protocol and TLS version.");
        for (HttpProtocol protocol : HttpProtocol.values()) {
            for (TlsVersion tls : TlsVersion.values()) {
                out.sample(
                        sum(worker -> worker.connections(protocol, tls)),
                        "protocol",
                        protocol.label(),
                        "tls",
                        tls.label());
            }
        }
        out.gauge("maneki_connections_active", "Client connections open, by protocol and version.");
        for (HttpProtocol protocol : HttpProtocol.values()) {
            for (TlsVersion tls : TlsVersion.values()) {
                out.sample(
                        sum(worker -> worker.connectionsActive(protocol, tls)),
                        "protocol",
                        protocol.label(),
                        "tls",
                        tls.label());
            }
        }
        out.counter("maneki_tls_handshakes_total", "TLS handshakes of clients, by how they ended.");
        for (HandshakeResult result : HandshakeResult.values()) {
            out.sample(sum(worker -> worker.handshakes(result)), "result", result.label());
        }
    }

    private PrometheusText.HistogramCells histogram(int histogram) {
        return cell -> sum(worker -> worker.histogramCell(histogram, cell));
    }

    private long sum(ToLongFunction<WorkerMetrics> value) {
        return workers.stream().mapToLong(value).sum();
    }
}
