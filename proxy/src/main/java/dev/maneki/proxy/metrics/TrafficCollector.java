package dev.maneki.proxy.metrics;

import dev.maneki.proxy.Reason;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * What is counted by listener, route and backend. A series of requests appears with its first
 * request: most combinations of route, protocol and status never happen.
 */
final class TrafficCollector implements Collector {
    private static final String[] LISTENER = {"gateway_namespace", "gateway", "listener"};
    private static final String[] ROUTE = {
        "gateway_namespace", "gateway", "listener", "route_kind", "route_namespace", "route"
    };
    private static final String[] BACKEND = {"backend_namespace", "backend", "backend_port"};
    private static final double MICROS_PER_SECOND = 1e6;

    private final Supplier<Traffic> source;

    /** All counters at one moment. */
    record Traffic(
            List<ListenerCounters> listeners,
            List<RouteCounters> routes,
            List<BackendCounters> backends) {}

    TrafficCollector(Supplier<Traffic> source) {
        this.source = source;
    }

    @Override
    public void collect(PrometheusText out) {
        Traffic traffic = source.get();
        requests(out, traffic.routes());
        bytes(out, traffic.routes());
        listeners(out, traffic.listeners());
        backends(out, traffic.backends());
    }

    private static void requests(PrometheusText out, List<RouteCounters> routes) {
        out.counter(
                "maneki_requests_total",
                "Requests ended, by route, protocol and class of the status the client got.");
        for (RouteCounters route : routes) {
            for (HttpProtocol protocol : HttpProtocol.values()) {
                for (int of = 0; of < RouteCounters.CLASSES; of++) {
                    long count = route.requests(protocol, of);
                    if (count > 0) {
                        out.sample(
                                count,
                                labels(
                                        ROUTE,
                                        route.labels(),
                                        "protocol",
                                        protocol.label(),
                                        "code",
                                        of == 0 ? "none" : of + "xx"));
                    }
                }
            }
        }
    }

    private static void bytes(PrometheusText out, List<RouteCounters> routes) {
        out.counter("maneki_request_body_bytes_total", "Bytes of request bodies, by route.");
        for (RouteCounters route : routes) {
            if (route.requestBytes() > 0) {
                out.sample(route.requestBytes(), labels(ROUTE, route.labels()));
            }
        }
        out.counter("maneki_response_body_bytes_total", "Bytes of response bodies, by route.");
        for (RouteCounters route : routes) {
            if (route.responseBytes() > 0) {
                out.sample(route.responseBytes(), labels(ROUTE, route.labels()));
            }
        }
    }

    private static void listeners(PrometheusText out, List<ListenerCounters> listeners) {
        out.counter(
                "maneki_request_failures_total",
                "Requests that ended otherwise than by a backend's whole response, by reason.");
        for (ListenerCounters listener : listeners) {
            for (Reason reason : Reason.values()) {
                if (reason != Reason.NONE
                        && reason != Reason.DIRECT_RESPONSE
                        && listener.ended(reason) > 0) {
                    out.sample(
                            listener.ended(reason),
                            labels(LISTENER, listener.labels(), "reason", reason.label()));
                }
            }
        }
        out.histogram(
                "maneki_request_duration_seconds",
                "Time from a request's first byte to its response's last, by listener.");
        for (ListenerCounters listener : listeners) {
            out.histogramSample(listener.durations()::sum, labels(LISTENER, listener.labels()));
        }
    }

    private static void backends(PrometheusText out, List<BackendCounters> backends) {
        out.gauge("maneki_backend_endpoints", "Endpoints of a backend.");
        each(out, backends, BackendCounters::endpoints);
        out.gauge("maneki_backend_endpoints_healthy", "Endpoints that are not put aside.");
        each(out, backends, BackendCounters::healthyEndpoints);
        gauge(
                out,
                backends,
                "maneki_backend_requests_active",
                "Requests at a backend.",
                BackendWorkerCounters.REQUESTS_ACTIVE);
        gauge(
                out,
                backends,
                "maneki_backend_requests_pending",
                "Requests waiting for a connection to a backend.",
                BackendWorkerCounters.PENDING);
        gauge(
                out,
                backends,
                "maneki_backend_connections_active",
                "Connections to a backend.",
                BackendWorkerCounters.CONNECTIONS_ACTIVE);
        counter(
                out,
                backends,
                "maneki_backend_requests_total",
                "Requests given to a backend, each try one.",
                BackendWorkerCounters.REQUESTS);
        counter(
                out,
                backends,
                "maneki_backend_request_failures_total",
                "Tries that failed by the endpoint's fault.",
                BackendWorkerCounters.REQUESTS_FAILED);
        counter(
                out,
                backends,
                "maneki_backend_retries_total",
                "Requests tried again.",
                BackendWorkerCounters.RETRIES);
        counter(
                out,
                backends,
                "maneki_backend_connections_total",
                "Connections established to a backend.",
                BackendWorkerCounters.CONNECTIONS);
        counter(
                out,
                backends,
                "maneki_backend_connect_failures_total",
                "Connections that could not be established.",
                BackendWorkerCounters.CONNECT_FAILURES);
        counter(
                out,
                backends,
                "maneki_backend_ejections_total",
                "Endpoints put aside for a while.",
                BackendWorkerCounters.EJECTIONS);
        out.summary(
                "maneki_backend_latency_seconds",
                "Time from giving a request to an endpoint to its response's head, by backend.");
        for (BackendCounters backend : backends) {
            out.summarySample(
                    backend.sum(BackendWorkerCounters.RESPONSE_MICROS) / MICROS_PER_SECOND,
                    backend.sum(BackendWorkerCounters.RESPONSES),
                    labels(BACKEND, backend.labels()));
        }
    }

    private static void gauge(
            PrometheusText out,
            List<BackendCounters> backends,
            String name,
            String help,
            int cell) {
        out.gauge(name, help);
        each(out, backends, backend -> backend.sum(cell));
    }

    private static void counter(
            PrometheusText out,
            List<BackendCounters> backends,
            String name,
            String help,
            int cell) {
        out.counter(name, help);
        each(out, backends, backend -> backend.sum(cell));
    }

    private static void each(
            PrometheusText out,
            List<BackendCounters> backends,
            ToLongFunction<BackendCounters> value) {
        for (BackendCounters backend : backends) {
            out.sample(value.applyAsLong(backend), labels(BACKEND, backend.labels()));
        }
    }

    private static String[] labels(String[] names, String[] values, String... more) {
        String[] labels = new String[2 * names.length + more.length];
        for (int i = 0; i < names.length; i++) {
            labels[2 * i] = names[i];
            labels[2 * i + 1] = values[i];
        }
        System.arraycopy(more, 0, labels, 2 * names.length, more.length);
        return labels;
    }
}
