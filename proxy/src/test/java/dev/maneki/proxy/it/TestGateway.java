package dev.maneki.proxy.it;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.PortStatus;
import dev.maneki.proxy.Proxy;
import dev.maneki.proxy.ProxyOptions;
import dev.maneki.proxy.access.AccessLog;
import dev.maneki.proxy.access.AccessSink;
import dev.maneki.proxy.access.JsonFormat;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.routing.model.Rpc;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.ServicePort;
import dev.maneki.routing.model.SessionPersistence;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A data plane on a free port, with a model put together call by call. */
final class TestGateway implements AutoCloseable {
    static final String SERVICE_NAMESPACE = "shop";

    private final Proxy proxy;
    private final AccessLog accessLog;
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final Map<BackendId, Backend> backends = new LinkedHashMap<>();
    private final Map<ServicePort, List<Endpoint>> endpoints = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
    private GatewaySettings settings = GatewaySettings.DEFAULT;
    private int port;

    TestGateway() {
        this(Map.of());
    }

    TestGateway(Map<Limit, Long> limits) {
        accessLog = new AccessLog(JsonFormat::new, new Lines(), message -> {});
        proxy =
                Proxy.start(
                        new ProxyOptions(
                                1, Limits.DEFAULT.with(limits), List.of(), Optional.of(accessLog)));
    }

    private final class Lines implements AccessSink {
        @Override
        public void write(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            records.addAll(new String(copy, StandardCharsets.UTF_8).lines().toList());
        }

        @Override
        public void close() {}
    }

    /** A Service of this name with endpoints on these loopback ports. */
    BackendTarget service(String name, int... ports) {
        return service(name, Backend.Protocol.HTTP1, ports);
    }

    BackendTarget service(String name, Backend.Protocol protocol, int... ports) {
        ServicePort servicePort = new ServicePort(SERVICE_NAMESPACE, name, 80);
        BackendId id = new BackendId(SERVICE_NAMESPACE, name, 80, "");
        backends.put(
                id,
                new Backend(
                        id,
                        protocol,
                        Optional.empty(),
                        new Backend.EndpointSource.Slices(servicePort)));
        endpoints.put(
                servicePort,
                Arrays.stream(ports).mapToObj(each -> new Endpoint("127.0.0.1", each)).toList());
        return new BackendTarget.Resolved(id);
    }

    TestGateway settings(GatewaySettings newSettings) {
        settings = newSettings;
        return this;
    }

    /** Adds a route of one rule and serves everything. */
    TestGateway route(String name, RuleBuilder rule) {
        routes.removeIf(route -> route.id().name().equals(name));
        routes.add(
                new Route(
                        new RouteId("HTTPRoute", SERVICE_NAMESPACE, name),
                        List.of(Hostname.ANY),
                        Instant.EPOCH,
                        List.of(rule.build())));
        return apply();
    }

    TestGateway apply() {
        Listener listener =
                new Listener(
                        new ListenerId("infra", "gateway", "http"),
                        Hostname.ANY,
                        Optional.empty(),
                        routes,
                        settings);
        RoutingModel model =
                new RoutingModel(
                        List.of(new Port("127.0.0.1", port, Port.Protocol.HTTP, List.of(listener))),
                        backends);
        PortStatus status = proxy.apply(model, new EndpointTable(endpoints)).getFirst();
        int bound =
                status.bound()
                        .orElseThrow(() -> new AssertionError(status.error().orElse("")))
                        .getPort();
        if (port == 0) {
            // From now on the model names the port that was found, so that the socket stays.
            port = bound;
            return apply();
        }
        return this;
    }

    void endpointsNow() {
        proxy.endpoints(new EndpointTable(endpoints));
    }

    Proxy proxy() {
        return proxy;
    }

    int port() {
        return port;
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> send(String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .timeout(Duration.ofSeconds(20))
                        .method(
                                method,
                                body.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The access records so far, once there are {@code count} of them. */
    List<String> records(int count) throws InterruptedException {
        for (int i = 0; i < 500 && records.size() < count; i++) {
            Thread.sleep(10);
        }
        return List.copyOf(records);
    }

    @Override
    public void close() {
        client.close();
        proxy.close();
        accessLog.close();
    }

    static RuleBuilder rule() {
        return new RuleBuilder();
    }

    /** One rule, everything optional. */
    static final class RuleBuilder {
        private PathMatch path = new PathMatch.Prefix("/");
        private final List<Filter> filters = new ArrayList<>();
        private final List<WeightedBackend> targets = new ArrayList<>();
        private Timeouts timeouts = Timeouts.NONE;
        private Optional<Retry> retry = Optional.empty();
        private Optional<SessionPersistence> session = Optional.empty();

        RuleBuilder path(PathMatch newPath) {
            path = newPath;
            return this;
        }

        RuleBuilder filter(Filter filter) {
            filters.add(filter);
            return this;
        }

        RuleBuilder to(BackendTarget target) {
            return to(target, 1);
        }

        RuleBuilder to(BackendTarget target, int weight, Filter... own) {
            targets.add(new WeightedBackend(target, weight, List.of(own)));
            return this;
        }

        RuleBuilder toCalls(BackendTarget target, Rpc rpc) {
            targets.add(new WeightedBackend(target, 1, List.of(), Optional.of(rpc)));
            return this;
        }

        RuleBuilder timeouts(Timeouts newTimeouts) {
            timeouts = newTimeouts;
            return this;
        }

        RuleBuilder retry(Retry newRetry) {
            retry = Optional.of(newRetry);
            return this;
        }

        RuleBuilder session(SessionPersistence persistence) {
            session = Optional.of(persistence);
            return this;
        }

        Rule build() {
            return new Rule(
                    "",
                    0,
                    List.of(new RouteMatch(path, Optional.empty(), List.of(), List.of())),
                    filters,
                    targets,
                    timeouts,
                    retry,
                    session);
        }
    }
}
