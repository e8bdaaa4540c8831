package dev.maneki.connect.servlet;

import static dev.maneki.connect.servlet.Greeter.text;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.BidiStream;
import dev.maneki.connect.CallOptions;
import dev.maneki.connect.Client;
import dev.maneki.connect.ClientStream;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.ResponseInfo;
import dev.maneki.connect.Router;
import dev.maneki.connect.ServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.ClientTls;
import dev.maneki.connect.netty.NettyTransport;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of every kind in every protocol, through each container. */
@Timeout(60)
class ConnectServletIT {
    record Setup(Container.Kind kind, HttpVersion version, Protocol protocol) {}

    private static final Greeter GREETER = new Greeter();
    private static final Map<Container.Kind, Container> CONTAINERS =
            new EnumMap<>(Container.Kind.class);
    private static final Map<HttpVersion, NettyTransport> TRANSPORTS =
            new EnumMap<>(HttpVersion.class);
    private static final CallOptions OPTIONS =
            CallOptions.DEFAULT.header("x-test", "one").header("x-test", "two");

    @BeforeAll
    static void start() throws Exception {
        Router router = Router.builder().service(GREETER.service()).build();
        for (Container.Kind kind : Container.Kind.values()) {
            CONTAINERS.put(kind, Container.start(kind, router));
        }
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            ClientTls tls =
                    ClientTls.DEFAULT
                            .trust(Container.AUTHORITY.getCertificatePEM())
                            .certificate(
                                    Container.CLIENT.getCertificatePathPEM(),
                                    Container.CLIENT.getPrivateKeyPEM());
            TRANSPORTS.put(version, NettyTransport.builder().version(version).tls(tls).build());
        }
    }

    @AfterAll
    static void stop() throws Exception {
        TRANSPORTS.values().forEach(NettyTransport::close);
        for (Container container : CONTAINERS.values()) {
            container.close();
        }
    }

    @BeforeEach
    void forget() {
        GREETER.canceled.clear();
    }

    static Stream<Setup> setups() {
        List<Setup> all = new ArrayList<>();
        for (Container.Kind kind : Container.Kind.values()) {
            for (Protocol protocol : Protocol.values()) {
                all.add(new Setup(kind, HttpVersion.HTTP_2, protocol));
                if (protocol != Protocol.GRPC) {
                    all.add(new Setup(kind, HttpVersion.HTTP_1_1, protocol));
                }
            }
        }
        return all.stream();
    }

    private static Container container(Container.Kind kind) {
        return requireNonNull(CONTAINERS.get(kind));
    }

    private static Client client(Setup setup) {
        return client(setup, "http://127.0.0.1:" + container(setup.kind()).port());
    }

    private static Client client(Setup setup, String origin) {
        return Client.builder(
                        requireNonNull(TRANSPORTS.get(setup.version())),
                        URI.create(origin + "/app/rpc"))
                .protocol(setup.protocol())
                .build();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void unary(Setup setup) {
        List<ResponseInfo> infos = new ArrayList<>();
        assertThat(client(setup).unary(Greeter.UNARY, text("Ada"), OPTIONS.onResponse(infos::add)))
                .isEqualTo(text("Ada!"));
        assertThat(infos)
                .singleElement()
                .satisfies(
                        info -> {
                            assertThat(info.metadata().get("x-head")).isEqualTo("[one, two]");
                            assertThat(info.trailers().get("x-tail")).isEqualTo("done");
                        });
    }

    @ParameterizedTest
    @MethodSource("setups")
    void largeMessages(Setup setup) {
        StringValue large = text("x".repeat(3 << 20));
        assertThat(client(setup).unary(Greeter.UNARY, large, OPTIONS).getValue())
                .hasSize((3 << 20) + 1);
    }

    @ParameterizedTest
    @MethodSource("setups")
    void errors(Setup setup) {
        assertThatThrownBy(() -> client(setup).unary(Greeter.UNARY, text("fail"), OPTIONS))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION);
                            assertThat(e.text()).isEqualTo("not this: äöü");
                            assertThat(e.metadata().get("x-tail")).isEqualTo("done");
                        });
    }

    @ParameterizedTest
    @MethodSource("setups")
    void serverStream(Setup setup) {
        for (String asked : List.of("0 0", "300 10", "300 20000")) {
            try (ServerStream<StringValue> stream =
                    client(setup).serverStream(Greeter.SERVER_STREAM, text(asked), OPTIONS)) {
                int count = 0;
                for (StringValue message : stream) {
                    assertThat(message.getValue()).hasSize(Integer.parseInt(asked.split(" ")[1]));
                    count++;
                }
                assertThat(count).isEqualTo(Integer.parseInt(asked.split(" ")[0]));
                assertThat(stream.trailers().get("x-tail")).isEqualTo("done");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void clientStream(Setup setup) {
        for (int size : new int[] {10, 20_000}) {
            try (ClientStream<StringValue, StringValue> stream =
                    client(setup).clientStream(Greeter.CLIENT_STREAM, OPTIONS)) {
                for (int i = 0; i < 300; i++) {
                    stream.send(text("x".repeat(size)));
                }
                assertThat(stream.closeAndReceive()).isEqualTo(text("" + 300 * size));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void bothWaysAtOnce(Setup setup) {
        try (BidiStream<StringValue, StringValue> stream =
                client(setup).bidiStream(Greeter.BIDI_STREAM, OPTIONS)) {
            if (!setup.version().fullDuplex()) {
                assertThatThrownBy(
                                () -> {
                                    stream.send(text("x"));
                                    stream.closeSend();
                                    stream.next();
                                })
                        .hasMessageContaining("505"); // as the router has it
                return;
            }
            for (int i = 0; i < 100; i++) {
                stream.send(text("" + i));
                assertThat(stream.next()).isEqualTo(text(i + "!"));
            }
            stream.closeSend();
            assertThat(stream.hasNext()).isFalse();
            assertThat(stream.trailers().get("x-tail")).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void aDeadlineIsKept(Setup setup) {
        CallOptions options = OPTIONS.timeout(Duration.ofMillis(100));
        assertThatThrownBy(() -> client(setup).unary(Greeter.UNARY, text("wait"), options))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
    }

    /** Over HTTP/1.1 containers do not watch a connection whose request they are serving. */
    @ParameterizedTest
    @MethodSource("setups")
    void aClientThatCancelsIsNoticed(Setup setup) throws Exception {
        if (setup.version() != HttpVersion.HTTP_2) {
            return;
        }
        var call = client(setup).unaryAsync(Greeter.UNARY, text("wait"), OPTIONS);
        assertThat(GREETER.canceled.take()).isEqualTo("waiting");
        call.cancel(true);
        assertThat(GREETER.canceled.take()).isEqualTo("canceled");
    }

    @ParameterizedTest
    @MethodSource("setups")
    void aSlowReaderHoldsTheHandlerBackAndMayLeave(Setup setup) {
        Client client = client(setup);
        try (ServerStream<StringValue> stream =
                client.serverStream(Greeter.SERVER_STREAM, text("1000 100000"), OPTIONS)) {
            assertThat(stream.next().getValue()).hasSize(100_000);
        }
        assertThat(client.unary(Greeter.UNARY, text("Ada"), OPTIONS)).isEqualTo(text("Ada!"));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void certificatesVersionAndPathAreTold(Setup setup) {
        int port = container(setup.kind()).tlsPort();
        assertThat(
                        client(setup, "https://localhost:" + port)
                                .unary(Greeter.UNARY, text("who"), OPTIONS))
                .isEqualTo(text(setup.version() + " /test.v1.Greeter/Unary [CN=client]"));
    }

    @ParameterizedTest
    @EnumSource(Container.Kind.class)
    void whatIsNoCallIsAnsweredByAStatus(Container.Kind kind) throws Exception {
        String base = "http://127.0.0.1:" + container(kind).port() + "/app/rpc/";
        try (HttpClient client = HttpClient.newHttpClient()) {
            for (HttpClient.Version version : HttpClient.Version.values()) {
                HttpRequest.Builder request = HttpRequest.newBuilder().version(version);
                URI method = URI.create(base + "test.v1.Greeter/Unary");
                HttpResponse.BodyHandler<String> text = HttpResponse.BodyHandlers.ofString();

                var unknown = client.send(request.uri(URI.create(base + "x/Y")).build(), text);
                assertThat(unknown.statusCode()).isEqualTo(404);

                var type =
                        client.send(
                                request.uri(method)
                                        .header("content-type", "text/plain")
                                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                                        .build(),
                                text);
                assertThat(type.statusCode()).isEqualTo(415);
                assertThat(type.headers().firstValue("accept-post")).isPresent();
                assertThat(type.body()).isEmpty();

                var head =
                        client.send(
                                request.method("PUT", HttpRequest.BodyPublishers.noBody()).build(),
                                text);
                assertThat(head.statusCode()).isEqualTo(405);

                var get =
                        client.send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        method
                                                                + "?connect=v1&encoding=json"
                                                                + "&message=%22Ada%22"))
                                        .version(version)
                                        .build(),
                                text);
                assertThat(get.statusCode()).isEqualTo(200);
                assertThat(get.body()).isEqualTo("\"Ada!\"");
            }
        }
    }
}
