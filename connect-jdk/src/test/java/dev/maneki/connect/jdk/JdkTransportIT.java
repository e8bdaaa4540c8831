package dev.maneki.connect.jdk;

import static dev.maneki.connect.jdk.Greeter.text;
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
import dev.maneki.connect.netty.NettyServer;
import dev.maneki.connect.netty.ServerTls;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of every kind, in the protocols that need no trailers, through the JDK's client. */
@Timeout(60)
class JdkTransportIT {
    record Setup(HttpVersion version, Protocol protocol) {}

    private static final Greeter GREETER = new Greeter();
    private static final Map<HttpVersion, JdkTransport> TRANSPORTS =
            new EnumMap<>(HttpVersion.class);
    private static final CallOptions OPTIONS =
            CallOptions.DEFAULT.header("x-test", "one").header("x-test", "two");
    private static NettyServer server;

    @BeforeAll
    static void start() throws Exception {
        X509Bundle certificate =
                new CertificateBuilder()
                        .subject("CN=localhost")
                        .addSanDnsName("localhost")
                        .setIsCertificateAuthority(true)
                        .buildSelfSigned();
        Router router =
                Router.builder().service(GREETER.service()).halfDuplexOverHttp1(true).build();
        InetAddress loopback = InetAddress.getLoopbackAddress();
        server =
                NettyServer.builder(router::serve)
                        .listenTls(
                                new InetSocketAddress(loopback, 0),
                                ServerTls.pem(
                                        certificate.getCertificatePathPEM(),
                                        certificate.getPrivateKeyPEM()))
                        .start();
        KeyStore trust = KeyStore.getInstance(KeyStore.getDefaultType());
        trust.load(null, null);
        trust.setCertificateEntry("server", certificate.getCertificate());
        TrustManagerFactory trusted =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, trusted.getTrustManagers(), null);
        for (HttpVersion version : List.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2)) {
            HttpClient client =
                    HttpClient.newBuilder()
                            .sslContext(tls)
                            .version(
                                    version == HttpVersion.HTTP_2
                                            ? HttpClient.Version.HTTP_2
                                            : HttpClient.Version.HTTP_1_1)
                            .build();
            TRANSPORTS.put(version, new JdkTransport(client));
        }
    }

    @AfterAll
    static void stop() {
        TRANSPORTS.values().forEach(JdkTransport::close);
        server.shutdown(Duration.ZERO).join();
    }

    @BeforeEach
    void forget() {
        GREETER.canceled.clear();
    }

    static Stream<Setup> setups() {
        return Stream.of(
                new Setup(HttpVersion.HTTP_1_1, Protocol.CONNECT),
                new Setup(HttpVersion.HTTP_1_1, Protocol.GRPC_WEB),
                new Setup(HttpVersion.HTTP_2, Protocol.CONNECT),
                new Setup(HttpVersion.HTTP_2, Protocol.GRPC_WEB));
    }

    private static Client.Builder builder(Setup setup) {
        return Client.builder(
                        requireNonNull(TRANSPORTS.get(setup.version())),
                        URI.create("https://localhost:" + server.port()))
                .protocol(setup.protocol());
    }

    private static Client client(Setup setup) {
        return builder(setup).build();
    }

    @ParameterizedTest
    @MethodSource("setups")
    void unary(Setup setup) {
        for (boolean get : new boolean[] {false, true}) {
            List<ResponseInfo> infos = new ArrayList<>();
            Client client = builder(setup).useGet(get).build();
            assertThat(client.unary(Greeter.UNARY, text("Ada"), OPTIONS.onResponse(infos::add)))
                    .isEqualTo(text("Ada!"));
            assertThat(infos)
                    .singleElement()
                    .satisfies(
                            info -> {
                                assertThat(info.metadata().get("x-head")).isEqualTo("[one, two]");
                                assertThat(info.trailers().get("x-tail")).isEqualTo("done");
                            });
        }
        assertThat(client(setup).unary(Greeter.UNARY, text("who"), OPTIONS).getValue())
                .startsWith(setup.version().name());
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
    void bothWaysInTurns(Setup setup) {
        try (BidiStream<StringValue, StringValue> stream =
                client(setup).bidiStream(Greeter.BIDI_STREAM, OPTIONS)) {
            for (int i = 0; i < 100; i++) {
                stream.send(text("" + i));
            }
            stream.closeSend();
            for (int i = 0; i < 100; i++) {
                assertThat(stream.next()).isEqualTo(text(i + "!"));
            }
            assertThat(stream.hasNext()).isFalse();
        }
    }

    /** If this fails, the JDK has learned it, and the transport's page is to say so. */
    @Test
    void bothWaysAtOnceIsBeyondTheJdk() {
        Setup setup = new Setup(HttpVersion.HTTP_2, Protocol.CONNECT);
        try (BidiStream<StringValue, StringValue> stream =
                client(setup)
                        .bidiStream(Greeter.BIDI_STREAM, OPTIONS.timeout(Duration.ofMillis(500)))) {
            stream.send(text("x"));
            assertThatThrownBy(stream::next)
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
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

    @ParameterizedTest
    @MethodSource("setups")
    void theServerHearsOfACancelledCall(Setup setup) throws Exception {
        var call = client(setup).unaryAsync(Greeter.UNARY, text("wait"), OPTIONS);
        assertThat(GREETER.canceled.take()).isEqualTo("waiting");
        call.cancel(true);
        assertThat(GREETER.canceled.take()).isEqualTo("canceled");
    }

    @ParameterizedTest
    @MethodSource("setups")
    void aSlowReaderMayLeave(Setup setup) {
        Client client = client(setup);
        try (ServerStream<StringValue> stream =
                client.serverStream(Greeter.SERVER_STREAM, text("1000 100000"), OPTIONS)) {
            assertThat(stream.next().getValue()).hasSize(100_000);
        }
        assertThat(client.unary(Greeter.UNARY, text("Ada"), OPTIONS)).isEqualTo(text("Ada!"));
    }

    @Test
    void grpcIsRefusedWithWhatToDo() {
        Client.Builder builder = builder(new Setup(HttpVersion.HTTP_2, Protocol.GRPC));
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gRPC-Web or Connect");
    }

    @Test
    void whoIsNotThereIsUnavailable() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Client client =
                Client.builder(
                                requireNonNull(TRANSPORTS.get(HttpVersion.HTTP_1_1)),
                                URI.create("http://127.0.0.1:" + port))
                        .build();
        assertThatThrownBy(() -> client.unary(Greeter.UNARY, text("x"), OPTIONS))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
    }
}
