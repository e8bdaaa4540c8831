package dev.maneki.connect.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The server as the JDK's client sees it, in both of its versions, with and without TLS. */
@Timeout(30)
class NettyServerIT {
    private final TestServer handler = new TestServer();
    private final NettyServer server =
            NettyServer.builder(handler)
                    .listen(loopback())
                    .listenTls(
                            loopback(),
                            Certificates.server()
                                    .acceptClientCertificates(Certificates.authority()))
                    .threads(1)
                    .start();
    private final List<HttpClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(HttpClient::shutdownNow);
        server.shutdown(Duration.ZERO).join();
    }

    static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private HttpClient client(HttpClient.Version version) {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        clients.add(client);
        return client;
    }

    private HttpClient tlsClient(HttpClient.Version version, boolean certificate) throws Exception {
        HttpClient client =
                HttpClient.newBuilder()
                        .version(version)
                        .sslContext(Certificates.jdk(certificate))
                        .build();
        clients.add(client);
        return client;
    }

    private URI clear(String path) {
        return URI.create("http://localhost:" + server.addresses().get(0).getPort() + path);
    }

    private URI tls(String path) {
        return URI.create("https://localhost:" + server.addresses().get(1).getPort() + path);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void servesOverTls(HttpClient.Version version) throws Exception {
        HttpClient client = tlsClient(version, false);
        for (int i = 0; i < 3; i++) {
            HttpResponse<byte[]> response =
                    client.send(
                            HttpRequest.newBuilder(tls("/unary"))
                                    .POST(BodyPublishers.ofByteArray(new byte[100_000]))
                                    .build(),
                            BodyHandlers.ofByteArray());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.version()).isEqualTo(version);
            assertThat(response.body()).hasSize(100_000);
            assertThat(response.headers().firstValue("content-type")).contains("application/proto");
            assertThat(response.headers().firstValue("date")).isPresent();
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void servesInTheClear(HttpClient.Version version) throws Exception {
        // With HTTP_2 the JDK's client asks for an upgrade, which is not taken (RFC 9113, 3.1).
        HttpResponse<String> response =
                client(version)
                        .send(
                                HttpRequest.newBuilder(clear("/unary"))
                                        .POST(BodyPublishers.ofString("hello"))
                                        .build(),
                                BodyHandlers.ofString());
        assertThat(response.body()).isEqualTo("hello");
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void handsOverTheRequestAndItsClient(HttpClient.Version version) throws Exception {
        HttpResponse<String> response =
                tlsClient(version, true)
                        .send(
                                HttpRequest.newBuilder(tls("/describe?a=b%20c"))
                                        .header("X-Some-Thing", "one")
                                        .header("x-some-thing", "two")
                                        .POST(BodyPublishers.ofString("hello"))
                                        .build(),
                                BodyHandlers.ofString());
        assertThat(response.body())
                .contains(
                        "method=POST",
                        "scheme=https",
                        "authority=localhost:" + server.addresses().get(1).getPort(),
                        "path=/describe",
                        "query=a=b%20c",
                        "x-some-thing: one, x-some-thing: two",
                        "[CN=client]")
                .doesNotContain("host: ", "connection: ", ":path");
    }

    @Test
    void refusesAClientWithoutTheCertificateItRequires() throws Exception {
        try (NettyServer strict =
                NettyServer.builder(handler)
                        .listenTls(
                                loopback(),
                                Certificates.server()
                                        .requireClientCertificates(Certificates.authority()))
                        .start()) {
            URI uri = URI.create("https://localhost:" + strict.port() + "/unary");
            assertThatThrownBy(
                            () ->
                                    tlsClient(HttpClient.Version.HTTP_2, false)
                                            .send(
                                                    HttpRequest.newBuilder(uri).build(),
                                                    BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(
                            tlsClient(HttpClient.Version.HTTP_2, true)
                                    .send(
                                            HttpRequest.newBuilder(uri).build(),
                                            BodyHandlers.ofString())
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void echoesALargeBodyAsItComes(HttpClient.Version version) throws Exception {
        byte[] body = new byte[5_000_000];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) (i * 31 >>> 3);
        }
        HttpResponse<byte[]> response =
                tlsClient(version, false)
                        .send(
                                HttpRequest.newBuilder(tls("/echo"))
                                        .POST(BodyPublishers.ofByteArray(body))
                                        .build(),
                                BodyHandlers.ofByteArray());
        assertThat(response.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void answersManyAtATime(HttpClient.Version version) throws Exception {
        HttpClient client = tlsClient(version, false);
        List<CompletableFuture<HttpResponse<String>>> responses = new ArrayList<>();
        for (int i = 0; i < 90; i++) {
            responses.add(
                    client.sendAsync(
                            HttpRequest.newBuilder(tls("/unary"))
                                    .POST(BodyPublishers.ofString("call " + i))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        for (int i = 0; i < 90; i++) {
            assertThat(responses.get(i).get().body()).isEqualTo("call " + i);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aHeadResponseHasNoBody(HttpClient.Version version) throws Exception {
        HttpClient client = tlsClient(version, false);
        for (int i = 0; i < 2; i++) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(tls("/describe")).HEAD().build(),
                            BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aResponseThatBreaksOffIsSeen(HttpClient.Version version) throws Exception {
        HttpClient client = tlsClient(version, false);
        assertThatThrownBy(
                        () ->
                                client.send(
                                        HttpRequest.newBuilder(tls("/reset")).build(),
                                        BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aClientThatGoesAwayIsSeen(HttpClient.Version version) throws Exception {
        HttpClient client = tlsClient(version, false);
        var call =
                client.sendAsync(
                        HttpRequest.newBuilder(tls("/hold")).build(), BodyHandlers.ofString());
        HttpServerStream held = handler.held.take();
        client.shutdownNow();
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
        // Whatever comes after it has no effect.
        run(held, () -> TestServer.answer(held, new byte[10]));
        assertThatThrownBy(call::get).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aDrainLosesNothing(HttpClient.Version version) throws Exception {
        HttpClient client = tlsClient(version, false);
        var call =
                client.sendAsync(
                        HttpRequest.newBuilder(tls("/hold")).build(), BodyHandlers.ofString());
        HttpServerStream held = handler.held.take();
        CompletableFuture<Void> shutdown = server.shutdown(Duration.ofSeconds(20));
        assertThat(shutdown).isNotDone();
        run(held, () -> TestServer.answer(held, "late".getBytes("US-ASCII")));
        assertThat(call.get().body()).isEqualTo("late");
        shutdown.get(15, TimeUnit.SECONDS);
        assertThat(server.connections()).isZero();
        assertThat(handler.resets).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aDrainCutsWhatOutlivesItsGrace(HttpClient.Version version) throws Exception {
        var call =
                tlsClient(version, false)
                        .sendAsync(
                                HttpRequest.newBuilder(tls("/hold")).build(),
                                BodyHandlers.ofString());
        handler.held.take();
        server.shutdown(Duration.ofMillis(50)).get(15, TimeUnit.SECONDS);
        assertThatThrownBy(call::get).hasCauseInstanceOf(IOException.class);
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void aPausedRequestHoldsItsClientBack(HttpClient.Version version) throws Exception {
        int total = 20_000_000;
        var call =
                tlsClient(version, false)
                        .sendAsync(
                                HttpRequest.newBuilder(tls("/paused"))
                                        .POST(BodyPublishers.ofByteArray(new byte[total]))
                                        .build(),
                                BodyHandlers.ofString());
        HttpServerStream held = handler.held.take();
        long before = -1;
        while (before != handler.received) { // Until it stands still.
            before = handler.received;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(handler.received).isLessThanOrEqualTo(256 * 1024);
        run(held, held::resume);
        assertThat(call.get().body()).isEqualTo(Integer.toString(total));
    }

    @Test
    void saysWhichAddressCannotBeBound() {
        assertThatThrownBy(
                        () ->
                                NettyServer.builder(handler)
                                        .listen(server.addresses().getFirst())
                                        .start())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining(String.valueOf(server.port()));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void run(HttpServerStream stream, Step step) {
        stream.executor()
                .execute(
                        () -> {
                            try {
                                step.run();
                            } catch (Exception e) {
                                throw new IllegalStateException(e);
                            }
                        });
    }
}
