package dev.maneki.proxy.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.maneki.proxy.Reason;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.routing.model.ServicePort;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MetricsRegistryTest {
    private static final ListenerId LISTENER = new ListenerId("infra", "front", "http");
    private static final RouteId ROUTE = new RouteId("HTTPRoute", "shop", "cart");
    private static final BackendId BACKEND = new BackendId("shop", "cart", 8080, "");
    private static final String LISTENER_LABELS =
            "gateway_namespace=\"infra\",gateway=\"front\",listener=\"http\"";
    private static final String ROUTE_LABELS =
            LISTENER_LABELS + ",route_kind=\"HTTPRoute\",route_namespace=\"shop\",route=\"cart\"";
    private static final String BACKEND_LABELS =
            "{backend_namespace=\"shop\",backend=\"cart\",backend_port=\"8080\"}";

    private final WorkerMetrics first = new WorkerMetrics(0);
    private final WorkerMetrics second = new WorkerMetrics(1);
    private final MetricsRegistry registry =
            new MetricsRegistry(List.of(first, second), new MetricsRegistry.Bounds(2, 3, 2));

    @Test
    void sumsRequestsOverWorkers() {
        RouteCounters route = registry.route(LISTENER, ROUTE);
        request(first, route, 200, Reason.NONE);
        request(second, route, 204, Reason.NONE);
        request(second, route, 504, Reason.ROUTE_TIMEOUT);

        Exposition seen = scrape();

        String series = "maneki_requests_total{" + ROUTE_LABELS + ",protocol=\"HTTP/2\",code=";
        assertThat(seen.value(series + "\"2xx\"}")).isEqualTo(2);
        assertThat(seen.value(series + "\"5xx\"}")).isEqualTo(1);
        assertThat(seen.value(series + "\"4xx\"}")).isNull();
        assertThat(seen.value("maneki_request_body_bytes_total{" + ROUTE_LABELS + "}"))
                .isEqualTo(30);
        assertThat(seen.value("maneki_response_body_bytes_total{" + ROUTE_LABELS + "}"))
                .isEqualTo(60);
        assertThat(
                        seen.value(
                                "maneki_request_failures_total{"
                                        + LISTENER_LABELS
                                        + ",reason=\"route_timeout\"}"))
                .isEqualTo(1);
        assertThat(seen.count("maneki_request_failures_total")).isEqualTo(1);
        assertThat(seen.value("maneki_request_duration_seconds_count{" + LISTENER_LABELS + "}"))
                .isEqualTo(3);
        assertThat(seen.value("maneki_requests_active{protocol=\"HTTP/2\"}")).isZero();
    }

    @Test
    void requestsWithoutRouteOrListenerHaveTheirOwn() {
        request(first, registry.unmatched(LISTENER), 404, Reason.NO_ROUTE);
        first.requestRefused(
                registry.noListener(), HttpProtocol.HTTP_1_1, 0, Reason.BAD_REQUEST, 5, 0, 0);

        Exposition seen = scrape();

        String noRoute = ",route_kind=\"\",route_namespace=\"\",route=\"\",protocol=";
        assertThat(
                        seen.value(
                                "maneki_requests_total{"
                                        + LISTENER_LABELS
                                        + noRoute
                                        + "\"HTTP/2\",code=\"4xx\"}"))
                .isEqualTo(1);
        assertThat(
                        seen.value(
                                "maneki_requests_total{gateway_namespace=\"\",gateway=\"\","
                                        + "listener=\"\""
                                        + noRoute
                                        + "\"HTTP/1.1\",code=\"none\"}"))
                .isEqualTo(1);
    }

    @Test
    void seriesAreBounded() {
        for (int i = 0; i < 100; i++) {
            ListenerId listener = new ListenerId("infra", "front", "l" + i);
            for (int j = 0; j < 100; j++) {
                RouteId route = new RouteId("HTTPRoute", "shop", "r" + j);
                request(first, registry.route(listener, route), 200, Reason.NONE);
            }
            registry.backend(new BackendId("shop", "b" + i, 80, "")).on(first).requestStarted();
        }

        Exposition seen = scrape();

        // Three routes, what is beyond at the two listeners, and what is beyond those.
        assertThat(seen.count("maneki_requests_total")).isEqualTo(3 + 2 + 1);
        assertThat(
                        seen.value(
                                "maneki_requests_total{gateway_namespace=\"_other\","
                                        + "gateway=\"_other\",listener=\"_other\","
                                        + "route_kind=\"_other\",route_namespace=\"_other\","
                                        + "route=\"_other\",protocol=\"HTTP/2\",code=\"2xx\"}"))
                .isEqualTo(98 * 100);
        assertThat(seen.count("maneki_backend_requests_total")).isEqualTo(2 + 1);
        assertThat(
                        seen.value(
                                "maneki_backend_requests_total{backend_namespace=\"_other\","
                                        + "backend=\"_other\",backend_port=\"_other\"}"))
                .isEqualTo(98);
    }

    @Test
    void countersLiveAsLongAsWhatTheyCount() {
        RouteCounters kept = registry.route(LISTENER, ROUTE);
        BackendCounters keptBackend = registry.backend(BACKEND);
        request(first, kept, 200, Reason.NONE);
        for (int i = 0; i < 5_000; i++) {
            RouteId passing = new RouteId("HTTPRoute", "shop", "passing-" + i);
            BackendId passingBackend = new BackendId("shop", "passing-" + i, 80, "");
            RouteCounters counters = registry.route(LISTENER, passing);
            // Were earlier ones not dropped, this would fall under "_other".
            assertThat(counters.labels()).contains("passing-" + i);
            assertThat(registry.backend(passingBackend).labels()).contains("passing-" + i);
            request(first, counters, 200, Reason.NONE);

            registry.retain(model(LISTENER, List.of(ROUTE), List.of(BACKEND)));
        }

        assertThat(registry.route(LISTENER, ROUTE)).isSameAs(kept);
        assertThat(registry.backend(BACKEND)).isSameAs(keptBackend);
        assertThat(scrape().count("maneki_requests_total")).isEqualTo(1);

        registry.retain(RoutingModel.EMPTY);
        assertThat(scrape().count("maneki_requests_total")).isZero();
    }

    @Test
    void variantsOfABackendShareTheirCounters() {
        assertThat(registry.backend(new BackendId("shop", "cart", 8080, "front")))
                .isSameAs(registry.backend(BACKEND));
    }

    @Test
    void countsWhatBackendsDo() {
        BackendCounters backend = registry.backend(BACKEND);
        BackendWorkerCounters worker = backend.on(first);
        backend.endpoints(3, 2);
        worker.pendingStarted();
        worker.connectionOpened(700);
        worker.pendingEnded();
        worker.requestStarted();
        worker.responseStarted(2_500);
        worker.requestEnded(false);
        backend.on(second).requestStarted();
        backend.on(second).connectFailed();
        backend.on(second).ejected();
        backend.on(second).retried();

        Exposition seen = scrape();

        assertThat(seen.value("maneki_backend_endpoints" + BACKEND_LABELS)).isEqualTo(3);
        assertThat(seen.value("maneki_backend_endpoints_healthy" + BACKEND_LABELS)).isEqualTo(2);
        assertThat(seen.value("maneki_backend_requests_active" + BACKEND_LABELS)).isEqualTo(1);
        assertThat(seen.value("maneki_backend_requests_total" + BACKEND_LABELS)).isEqualTo(2);
        assertThat(seen.value("maneki_backend_requests_pending" + BACKEND_LABELS)).isZero();
        assertThat(seen.value("maneki_backend_connections_active" + BACKEND_LABELS)).isEqualTo(1);
        assertThat(seen.value("maneki_backend_connect_failures_total" + BACKEND_LABELS))
                .isEqualTo(1);
        assertThat(seen.value("maneki_backend_ejections_total" + BACKEND_LABELS)).isEqualTo(1);
        assertThat(seen.value("maneki_backend_retries_total" + BACKEND_LABELS)).isEqualTo(1);
        assertThat(seen.value("maneki_backend_latency_seconds_sum" + BACKEND_LABELS))
                .isEqualTo(0.0025);
        assertThat(seen.value("maneki_backend_connect_duration_seconds_count")).isEqualTo(1);
        assertThat(seen.value("maneki_backend_response_duration_seconds_sum")).isEqualTo(0.0025);
    }

    @Test
    void aCollectorMayBringCountersUpToDate() {
        BackendCounters backend = registry.backend(BACKEND);
        registry.register(out -> backend.endpoints(5, 4));

        assertThat(scrape().value("maneki_backend_endpoints" + BACKEND_LABELS)).isEqualTo(5);
    }

    @Test
    void countsWhatConnectionsDo() {
        first.connectionOpened(HttpProtocol.HTTP_2, TlsVersion.of("TLSv1.3"));
        first.connectionOpened(HttpProtocol.HTTP_2, TlsVersion.of("TLSv1.3"));
        first.connectionClosed(HttpProtocol.HTTP_2, TlsVersion.of("TLSv1.3"));
        second.handshake(HandshakeResult.RESUMED);
        first.limitHit(Limit.HEADER_BYTES);
        first.tunnelOpened();
        first.accessRecordLost(7);

        Exposition seen = scrape();

        assertThat(seen.value("maneki_connections_total{protocol=\"HTTP/2\",tls=\"TLSv1.3\"}"))
                .isEqualTo(2);
        assertThat(seen.value("maneki_connections_active{protocol=\"HTTP/2\",tls=\"TLSv1.3\"}"))
                .isEqualTo(1);
        assertThat(seen.value("maneki_tls_handshakes_total{result=\"resumed\"}")).isEqualTo(1);
        assertThat(seen.value("maneki_limit_hits_total{limit=\"header-bytes\"}")).isEqualTo(1);
        assertThat(seen.value("maneki_tunnels_active")).isEqualTo(1);
        assertThat(seen.value("maneki_access_records_lost_total")).isEqualTo(7);
    }

    @Test
    void everythingTogetherIsValid() {
        registry.register(new ProcessMetrics());
        registry.register(new JvmMetrics());
        registry.register(new BuildMetrics("1.2.3", ""));
        registry.gauge("maneki_buffered_bytes", "Bytes of all buffers.", () -> 4096);
        registry.counter("maneki_extra_total", "Counts more.", () -> 5);

        Exposition seen = scrape();

        assertThat(seen.value("process_resident_memory_bytes")).isGreaterThan(1 << 20);
        assertThat(seen.value("process_open_fds")).isPositive();
        assertThat(seen.value("jvm_memory_used_bytes{area=\"heap\"}")).isPositive();
        assertThat(seen.value("maneki_buffered_bytes")).isEqualTo(4096);
        assertThat(seen.types()).containsEntry("maneki_build_info", "gauge");
    }

    @Test
    void theDocumentNamesEveryMetric() throws IOException {
        registry.register(new ProcessMetrics());
        registry.register(new JvmMetrics());
        registry.register(new BuildMetrics("1.2.3", ""));
        String document = Files.readString(Path.of("../docs/metrics.md"));

        scrape().types()
                .forEach(
                        (name, type) ->
                                assertThat(document).contains("| `" + name + "` | " + type + " |"));
    }

    @Test
    void countingAllocatesNothing() {
        RouteCounters route = registry.route(LISTENER, ROUTE);
        BackendWorkerCounters backend = registry.backend(BACKEND).on(first);
        count(route, backend);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        count(route, backend);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }

    private void count(RouteCounters route, BackendWorkerCounters backend) {
        for (int i = 0; i < 20_000; i++) {
            backend.requestStarted();
            backend.responseStarted(i);
            backend.requestEnded(false);
            request(first, route, 200, Reason.NONE);
        }
    }

    private static void request(
            WorkerMetrics worker, RouteCounters route, int status, Reason reason) {
        worker.requestStarted(HttpProtocol.HTTP_2);
        worker.requestEnded(route, HttpProtocol.HTTP_2, status, reason, 1_000, 10, 20);
    }

    private Exposition scrape() {
        return Exposition.parse(registry.scrape());
    }

    private static RoutingModel model(
            ListenerId listener, List<RouteId> routes, List<BackendId> backends) {
        List<Route> attached =
                routes.stream()
                        .map(id -> new Route(id, List.of(Hostname.ANY), Instant.EPOCH, List.of()))
                        .toList();
        Map<BackendId, Backend> byId =
                backends.stream()
                        .collect(
                                Collectors.toMap(
                                        id -> id,
                                        id ->
                                                new Backend(
                                                        id,
                                                        Backend.Protocol.HTTP1,
                                                        Optional.empty(),
                                                        new Backend.EndpointSource.Slices(
                                                                new ServicePort(
                                                                        id.namespace(),
                                                                        id.service(),
                                                                        id.port())))));
        return new RoutingModel(
                Stream.of(
                                new Listener(
                                        listener,
                                        Hostname.ANY,
                                        Optional.empty(),
                                        attached,
                                        GatewaySettings.DEFAULT))
                        .map(of -> new Port("", 80, Port.Protocol.HTTP, List.of(of)))
                        .toList(),
                byId);
    }
}
