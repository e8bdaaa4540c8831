package dev.maneki.proxy.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Proxy;
import dev.maneki.proxy.ProxyOptions;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.ServicePort;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import io.netty.buffer.Unpooled;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** HTTP/2 through a whole data plane to an HTTP/2 backend: the shapes of gRPC, and tunnels. */
@Timeout(60)
class ThroughGatewayIT {
    private final TestServer backend = new TestServer(Limits.DEFAULT);
    private final Proxy gateway =
            Proxy.start(new ProxyOptions(1, Limits.DEFAULT, List.of(), Optional.empty()));
    private final Http2ClientConnection client = backend.connect(new TestOwner(), serve());

    @AfterEach
    void close() {
        gateway.close();
        backend.close();
    }

    @Test
    void unaryWithTrailers() throws Exception {
        HeaderFields trailers = new HeaderFields();
        trailers.add(FieldNames.GRPC_STATUS, "0");

        TestClient.Response response =
                call(
                        "POST",
                        "/echo",
                        "",
                        stream -> {
                            stream.sendData(Unpooled.copiedBuffer("message", US_ASCII), false);
                            stream.sendTrailers(trailers);
                        });

        assertThat(response.status()).isEqualTo(200);
        assertThat(new String(response.body(), US_ASCII)).isEqualTo("message");
        assertThat(response.trailers()).isEqualTo("grpc-status: 0\n");
    }

    @Test
    void aLongStreamBothWays() throws Exception {
        TestClient.Response response =
                call(
                        "POST",
                        "/echo",
                        "",
                        stream -> {
                            for (int i = 0; i < 100; i++) {
                                stream.sendData(Unpooled.wrappedBuffer(new byte[30_000]), false);
                            }
                            stream.sendData(Unpooled.EMPTY_BUFFER, true);
                        });

        assertThat(response.fault()).isNull();
        assertThat(response.body()).hasSize(3_000_000);
    }

    @Test
    void manyAtOnce() throws Exception {
        List<TestClient> calls = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            calls.add(
                    start(
                            "POST",
                            "/echo",
                            "",
                            stream ->
                                    stream.sendData(
                                            Unpooled.wrappedBuffer(new byte[20_000]), true)));
        }
        for (TestClient each : calls) {
            assertThat(each.response.get(30, TimeUnit.SECONDS).body()).hasSize(20_000);
        }
    }

    @Test
    void aTunnel() throws Exception {
        TestClient.Response response =
                call(
                        "GET",
                        "/chat",
                        "websocket",
                        stream -> {
                            stream.sendData(Unpooled.copiedBuffer("ping", US_ASCII), false);
                            stream.sendData(Unpooled.EMPTY_BUFFER, true);
                        });

        assertThat(response.status()).isEqualTo(101);
        assertThat(new String(response.body(), US_ASCII)).isEqualTo("ping");
    }

    private TestClient.Response call(
            String method, String path, String upgrade, Consumer<ClientStream> then)
            throws Exception {
        return start(method, path, upgrade, then).response.get(30, TimeUnit.SECONDS);
    }

    private TestClient start(
            String method, String path, String upgrade, Consumer<ClientStream> then)
            throws Exception {
        TestClient handler = new TestClient();
        RequestHead head = new RequestHead();
        head.method(method);
        head.path().set(path);
        head.host().set("example.com");
        head.upgrade(upgrade);
        head.acceptsTrailers(true);
        backend.loop()
                .submit(
                        () -> {
                            ClientStream stream = client.open(handler);
                            stream.sendHead(head, false);
                            then.accept(stream);
                            backend.worker.flushQueue().flushAll();
                        })
                .get(10, TimeUnit.SECONDS);
        return handler;
    }

    /** Serves everything from the backend; answers the gateway's port. */
    private int serve() {
        ServicePort service = new ServicePort("shop", "cart", 80);
        BackendId id = new BackendId("shop", "cart", 80, "");
        Backend echo =
                new Backend(
                        id,
                        Backend.Protocol.HTTP2,
                        Optional.empty(),
                        new Backend.EndpointSource.Slices(service));
        RouteMatch everything =
                new RouteMatch(new PathMatch.Prefix("/"), Optional.empty(), List.of(), List.of());
        Rule rule =
                new Rule(
                        "",
                        0,
                        List.of(everything),
                        List.of(),
                        List.of(new WeightedBackend(new BackendTarget.Resolved(id), 1, List.of())),
                        Timeouts.NONE,
                        Optional.empty(),
                        Optional.empty());
        Route route =
                new Route(
                        new RouteId("GRPCRoute", "shop", "cart"),
                        List.of(Hostname.ANY),
                        Instant.EPOCH,
                        List.of(rule));
        Listener listener =
                new Listener(
                        new ListenerId("infra", "gateway", "http"),
                        Hostname.ANY,
                        Optional.empty(),
                        List.of(route),
                        GatewaySettings.DEFAULT);
        Port port = new Port("127.0.0.1", 0, Port.Protocol.HTTP, List.of(listener));
        EndpointTable endpoints =
                new EndpointTable(
                        Map.of(service, List.of(new Endpoint("127.0.0.1", backend.port()))));
        return gateway.apply(new RoutingModel(List.of(port), Map.of(id, echo)), endpoints)
                .getFirst()
                .bound()
                .orElseThrow()
                .getPort();
    }
}
