package dev.maneki.connect.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Client against server, in each version of HTTP. */
@Timeout(40)
@ParameterizedClass
@EnumSource(NettyTransportIT.Mode.class)
class NettyTransportIT {
    enum Mode {
        HTTP1(HttpVersion.HTTP_1_1, "http"),
        HTTP1_TLS(HttpVersion.HTTP_1_1, "https"),
        HTTP2(HttpVersion.HTTP_2, "http"),
        HTTP2_TLS(HttpVersion.HTTP_2, "https"),
        HTTP3(HttpVersion.HTTP_3, "https");

        final HttpVersion version;
        final String scheme;

        Mode(HttpVersion version, String scheme) {
            this.version = version;
            this.scheme = scheme;
        }
    }

    @Parameter Mode mode = Mode.HTTP1;

    private final TestServer handler = new TestServer();
    private NettyServer server;
    private NettyTransport transport;

    @BeforeEach
    void open() {
        server = start(NettyServer.builder(handler).threads(1));
        transport = transport().build();
    }

    private NettyServer start(NettyServerBuilder builder) {
        ServerTls tls = Certificates.server().acceptClientCertificates(Certificates.authority());
        return switch (mode) {
            case HTTP1, HTTP2 -> builder.listen(NettyServerIT.loopback()).start();
            case HTTP1_TLS, HTTP2_TLS -> builder.listenTls(NettyServerIT.loopback(), tls).start();
            case HTTP3 -> builder.listenHttp3(NettyServerIT.loopback(), tls).start();
        };
    }

    private NettyTransportBuilder transport() {
        return NettyTransport.builder()
                .version(mode.version)
                .tls(ClientTls.DEFAULT.trust(Certificates.authority()))
                .threads(1);
    }

    @AfterEach
    void close() {
        transport.close();
        server.shutdown(Duration.ZERO).join();
    }

    private TestCall call(String path, boolean end, String... fields) {
        return call(transport, path, end, fields);
    }

    private TestCall call(NettyTransport by, String path, boolean end, String... fields) {
        return TestCall.open(by, mode.scheme, server.port(), "POST", path, end, fields);
    }

    @Test
    void callsAgainAndAgainOverOneConnection() throws Exception {
        for (int i = 0; i < 20; i++) {
            TestCall.Response response = call("/unary", false).send("call " + i, true).get();
            assertThat(response.status()).isEqualTo(200);
            assertThat(response.text()).isEqualTo("call " + i);
            assertThat(response.fields().get("content-type")).isEqualTo("application/proto");
            assertThat(response.trailers().isEmpty()).isTrue();
        }
        assertThat(server.connections()).isEqualTo(1);
    }

    @Test
    void sendsTheRequestAsItIs() throws Exception {
        String text =
                call("/describe?a=b%20c", true, "x-some", "thing", "te", "trailers").get().text();
        assertThat(text)
                .contains(
                        "method=POST",
                        "scheme=" + mode.scheme,
                        "authority=localhost:" + server.port(),
                        "path=/describe",
                        "query=a=b%20c",
                        "x-some: thing",
                        "version=" + mode.version);
    }

    @Test
    void showsItsCertificate() throws Exception {
        assumeThat(mode.scheme).isEqualTo("https");
        try (NettyTransport known =
                transport()
                        .tls(
                                ClientTls.DEFAULT
                                        .trust(Certificates.authority())
                                        .certificate(
                                                Certificates.CLIENT.getCertificatePathPEM(),
                                                Certificates.CLIENT.getPrivateKeyPEM()))
                        .build()) {
            assertThat(call(known, "/describe", true).get().text()).contains("[CN=client]");
        }
    }

    @Test
    void trustsNobodyElse() throws Exception {
        assumeThat(mode.scheme).isEqualTo("https");
        try (NettyTransport untrusting = transport().tls(ClientTls.DEFAULT).build()) {
            assertThat(call(untrusting, "/unary", true).reset())
                    .isEqualTo(StreamReset.Cause.UNREACHABLE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1000, 100_000, 5_000_000})
    void echoes(int size) throws Exception {
        byte[] body = new byte[size];
        for (int i = 0; i < size; i++) {
            body[i] = (byte) (i * 31 >>> 3);
        }
        TestCall.Response response = call("/echo", false).send(body, true).get();
        assertThat(response.body()).isEqualTo(body);
        assertThat(response.trailers().get("grpc-status")).isEqualTo("0");
        assertThat(call("/unary", false).send("more", true).get().text()).isEqualTo("more");
    }

    @Test
    void bothSidesTakeTurns() throws Exception {
        TestCall call = call("/echo", false);
        for (int i = 0; i < 5; i++) {
            call.send("ping " + i, false);
            assertThat(call.pieces.take()).isEqualTo("ping " + i);
        }
        call.send(new byte[0], true);
        assertThat(call.get().trailers().get("grpc-status")).isEqualTo("0");
    }

    @Test
    void manyAtATimeWaitForTheirTurn() throws Exception {
        server.shutdown(Duration.ZERO).join();
        server = start(NettyServer.builder(handler).maxConcurrentStreams(5));
        try (NettyTransport two = transport().maxConnections(2).build()) {
            List<TestCall> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                calls.add(call(two, "/unary", false).send("call " + i, true));
            }
            for (int i = 0; i < 300; i++) {
                assertThat(calls.get(i).get().text()).isEqualTo("call " + i);
            }
            assertThat(server.connections()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void refusesWhatWouldWaitTooLong() throws Exception {
        try (NettyTransport small = transport().maxConnections(1).maxWaiting(1).build()) {
            TestCall held = call(small, "/hold", true);
            HttpServerStream stream = handler.held.take();
            assumeThat(mode.version).isEqualTo(HttpVersion.HTTP_1_1);
            TestCall waiting = call(small, "/unary", true);
            assertThat(call(small, "/unary", true).reset()).isEqualTo(StreamReset.Cause.REFUSED);
            TestServer.answer(stream, new byte[0]);
            assertThat(held.get().status()).isEqualTo(200);
            assertThat(waiting.get().status()).isEqualTo(200);
        }
    }

    @Test
    void aCancelReachesTheServer() throws Exception {
        TestCall call = call("/hold", true);
        handler.held.take();
        call.run(call.stream::cancel);
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
        assertThat(call.response).isNotDone();
        assertThat(call("/unary", true).get().status()).isEqualTo(200);
    }

    @Test
    void aResetByTheServerSaysWhy() throws Exception {
        assertThat(call("/reset", true).reset())
                .isEqualTo(
                        mode.version == HttpVersion.HTTP_1_1
                                ? StreamReset.Cause.BROKEN
                                : StreamReset.Cause.OVERLOADED);
        assertThat(call("/unary", true).get().status()).isEqualTo(200);
    }

    @Test
    void aResponseBeforeTheRequestIsWholeEndsBoth() throws Exception {
        TestCall call = call("/early", false).send(new byte[100], false);
        assertThat(call.get().status()).isEqualTo(413);
        assertThat(call("/unary", true).get().status()).isEqualTo(200);
    }

    @Test
    void aPausedResponseHoldsTheServerBack() throws Exception {
        TestCall call = call("/flood", true);
        call.pauses = true;
        call.head.await();
        long before = -1;
        while (before != handler.sent) { // Until it stands still.
            before = handler.sent;
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(handler.sent).isBetween(1L, 20_000_000L);
        call.run(
                () -> {
                    call.pauses = false;
                    call.stream.resume();
                });
        while (handler.sent < before + 2_000_000) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        call.run(call.stream::cancel);
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
    }

    @Test
    void aPausedServerHoldsTheClientBack() throws Exception {
        TestCall call = call("/paused", false);
        // More than all the buffers on the way; QUIC's are smaller, and slower in this test.
        int total = mode == Mode.HTTP3 ? 2_000_000 : 20_000_000;
        long[] sent = {0};
        call.onWritable =
                () -> {
                    while (sent[0] < total && call.stream.writable()) {
                        sent[0] += 10_000;
                        call.stream.sendData(new byte[10_000], 0, 10_000, sent[0] == total);
                    }
                    call.stream.flush();
                };
        call.run(call.onWritable);
        HttpServerStream held = handler.held.take();
        long before = -1;
        while (before != sent[0]) { // Until it stands still.
            before = sent[0];
            TimeUnit.MILLISECONDS.sleep(200);
        }
        assertThat(handler.received).isLessThanOrEqualTo(256 * 1024);
        assertThat(before).isLessThan(total);
        held.executor().execute(held::resume);
        assertThat(call.get().text()).isEqualTo(Integer.toString(total));
    }

    @Test
    void aConnectionThatCannotBeMadeIsSaid() throws Exception {
        server.shutdown(Duration.ZERO).join();
        assertThat(call("/unary", true).reset()).isEqualTo(StreamReset.Cause.UNREACHABLE);
        TestCall nowhere =
                TestCall.open(transport, mode.scheme, 0, "POST", "/unary", true); // No such port.
        assertThat(nowhere.reset()).isEqualTo(StreamReset.Cause.UNREACHABLE);
    }

    @Test
    void aConnectionThatDiesIsSaid() throws Exception {
        call("/unary", true).get(); // QUIC can tell an end once its handshake is confirmed.
        TestCall call = call("/hold", true);
        handler.held.take();
        server.shutdown(Duration.ZERO).join();
        assertThat(call.reset()).isEqualTo(StreamReset.Cause.BROKEN);
    }

    @Test
    void aDrainOfTheServerLosesNothing() throws Exception {
        TestCall call = call("/hold", true);
        HttpServerStream held = handler.held.take();
        var shutdown = server.shutdown(Duration.ofSeconds(20));
        held.executor().execute(() -> TestServer.answer(held, new byte[] {'x'}));
        assertThat(call.get().text()).isEqualTo("x");
        shutdown.get(15, TimeUnit.SECONDS);
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        try (NettyTransport brief = transport().idleTimeout(Duration.ofMillis(100)).build()) {
            assertThat(call(brief, "/unary", true).get().status()).isEqualTo(200);
            while (server.connections() > 0) {
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertThat(call(brief, "/unary", true).get().status()).isEqualTo(200);
        }
    }

    @Test
    void closingBreaksOffWhatIsRunning() throws Exception {
        call("/unary", true).get(); // QUIC can tell an end once its handshake is confirmed.
        TestCall call = call("/hold", true);
        handler.held.take();
        transport.close();
        assertThat(call.reset()).isEqualTo(StreamReset.Cause.BROKEN);
        assertThat(call("/unary", true).reset()).isEqualTo(StreamReset.Cause.BROKEN);
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
    }
}
