package dev.maneki.connect.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.StreamReset;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/1.1 by the byte: framing, pipelining, and what is refused. */
@Timeout(30)
class Http1ServerIT {
    private static final String HEAD = " HTTP/1.1\r\nHost: a\r\n";

    private final TestServer handler = new TestServer();
    private final NettyServer server =
            NettyServer.builder(handler)
                    .listen(NettyServerIT.loopback())
                    .maxHeaderBytes(4096)
                    .threads(1)
                    .start();

    @AfterEach
    void close() {
        server.shutdown(Duration.ZERO).join();
    }

    private RawConnection connect() throws IOException {
        return new RawConnection(server.port());
    }

    @Test
    void aSmallResponseIsHeadAndBody() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("POST /unary" + HEAD + "Content-Length: 5\r\n\r\nhello");
            assertThat(connection.readTo("hello"))
                    .matches(
                            "HTTP/1.1 200 OK\r\ncontent-type: application/proto\r\n"
                                    + "content-length: 5\r\ndate: [A-Za-z0-9:, ]+ GMT\r\n\r\nhello");
        }
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrder() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(
                    "GET /hold"
                            + HEAD
                            + "\r\nPOST /unary"
                            + HEAD
                            + "Content-Length: 3\r\n\r\ntwoPOST /unary"
                            + HEAD
                            + "Content-Length: 5\r\nConnection: close\r\n\r\nthree");
            HttpServerStream held = handler.held.take();
            assertThat(handler.bodies).isEmpty(); // No other is begun.
            held.executor().execute(() -> TestServer.answer(held, new byte[] {'1'}));
            assertThat(connection.readAll())
                    .matches(
                            "(?s)HTTP/1.1 200.*\r\n\r\n1HTTP/1.1 200.*two.*connection: close.*three");
        }
    }

    @Test
    void theSameHeadAgainIsTheSameRequestWithAnotherBody() throws Exception {
        try (RawConnection connection = connect()) {
            for (String body : new String[] {"one", "two", "six"}) {
                connection.send("POST /unary" + HEAD + "Content-Length: 3\r\n\r\n" + body);
                assertThat(connection.readTo(body)).contains("200 OK");
            }
            connection.send("POST /describe" + HEAD + "A: b\r\nContent-Length: 3\r\n\r\nxyz");
            assertThat(connection.readTo("[]")).contains("{a: b, content-length: 3}");
            connection.send("POST /describe" + HEAD + "A: c\r\nContent-Length: 3\r\n\r\nxyz");
            assertThat(connection.readTo("[]")).contains("{a: c, content-length: 3}");
        }
    }

    @Test
    void chunksAreTakenApartAndTrailersHandedOver() throws Exception {
        try (RawConnection connection = connect()) {
            String head = "POST /describe" + HEAD + "Transfer-Encoding: chunked\r\n\r\n";
            String body = "4\r\nabcd\r\n00A;x=y\r\n0123456789\r\n0\r\nGrpc-Status: 7\r\n\r\n";
            for (char octet : (head + body).toCharArray()) { // However it is cut.
                connection.send(String.valueOf(octet));
            }
            assertThat(connection.readTo("[]")).contains("{grpc-status: 7}");
            connection.send("POST /unary" + HEAD + "Transfer-Encoding: chunked\r\n\r\n" + body);
            assertThat(connection.readTo("abcd0123456789")).contains("200 OK");
        }
    }

    @Test
    void aStreamedResponseIsChunkedAndHasTrailers() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("POST /echo" + HEAD + "Content-Length: 17\r\n\r\n0123456789abcdefg");
            assertThat(connection.readTo("grpc-status: 0\r\n\r\n"))
                    .contains("transfer-encoding: chunked\r\n")
                    .endsWith("\r\n\r\n11\r\n0123456789abcdefg\r\n0\r\ngrpc-status: 0\r\n\r\n");
        }
    }

    @Test
    void aStreamedResponseToHttp10EndsWithItsConnection() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST /echo HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(connection.readAll())
                    .contains("connection: close\r\n")
                    .doesNotContain("chunked")
                    .endsWith("\r\n\r\nabc");
        }
    }

    @Test
    void anHttp10ClientMayKeepItsConnection() throws Exception {
        try (RawConnection connection = connect()) {
            for (int i = 0; i < 2; i++) {
                connection.send(
                        "POST /unary HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(connection.readTo("abc")).contains("connection: keep-alive");
            }
            connection.send("GET /unary HTTP/1.0\r\n\r\n");
            assertThat(connection.readAll()).contains("connection: close");
        }
    }

    @Test
    void aClientThatAsksIsToldToContinue() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST /unary" + HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(connection.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            connection.send("abc");
            assertThat(connection.readTo("abc")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aClientThatAsksIsNotToldToContinueWhereTheAnswerIsKnown() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST /early" + HEAD + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
            assertThat(connection.readAll()).startsWith("HTTP/1.1 413").doesNotContain("100");
        }
    }

    @Test
    void theRestOfAnAnsweredRequestIsDropped() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("POST /early" + HEAD + "Content-Length: 6\r\n\r\nabc");
            assertThat(connection.readTo("\r\n\r\n")).startsWith("HTTP/1.1 413");
            connection.send("defPOST /unary" + HEAD + "Content-Length: 1\r\n\r\nx");
            assertThat(connection.readTo("\r\n\r\nx")).startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void aLargeRestOfAnAnsweredRequestClosesTheConnection() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("POST /early" + HEAD + "Content-Length: 100000000\r\n\r\nabc");
            assertThat(connection.readAll()).startsWith("HTTP/1.1 413");
        }
    }

    @Test
    void whatAClientDoesNotReadIsNotGathered() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("GET /flood" + HEAD + "\r\n");
            connection.readTo("\r\n\r\n");
            long before = -1;
            while (before != handler.sent) { // Until it stands still.
                before = handler.sent;
                TimeUnit.MILLISECONDS.sleep(200);
            }
            long still = handler.sent;
            connection.read(8_000_000); // It goes on as soon as there is room.
            assertThat(handler.sent).isGreaterThan(still).isGreaterThan(7_000_000);
        }
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
    }

    @Test
    void aBodyThatEndsEarlyIsAReset() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("POST /unary" + HEAD + "Content-Length: 10\r\n\r\nabc");
        }
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.CANCELED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /unary HTTP/1.1\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a/b\r\n\r\n",
                "GET /unary HTTP/1.1\nHost: a\n\n",
                "GET /unary HTTP/1.1\r\nHost: a\n\r\n",
                "GET  /unary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /unary\r\n\r\n",
                "GET unary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /un\u0000ary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /unary#x HTTP/1.1\r\nHost: a\r\n\r\n",
                "G@T /unary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost : a\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\n b\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\nX: a\u0000b\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\nX: a\rb\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\n: b\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: +3\r\n\r\nabc",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 3, 3\r\n\r\nabc",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999999999999999\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /unary HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "1111111111111111\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nbad\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 3 3\r\n\r\nabc",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 0x3\r\n\r\nabc",
                "POST /unary HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\n Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nX: y\r\n\tTransfer-Encoding: chunked\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n"
                        + "Content-Length: 3\r\n\r\n0\r\n\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0x3\r\nabc\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n 3\r\nabc\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n;x\r\nabc\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a\nb\r\nabc\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;a\rb\r\nabc\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\rabc\r\n",
                "POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3;\0\r\nabc\r\n",
                "\0GET /unary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET\t/unary HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /unary HTTP/1.1 \r\nHost: a\r\n\r\n",
                "GET /unary http/1.1\r\nHost: a\r\n\r\n",
                "GET /unary HTTP/1.10\r\nHost: a\r\n\r\n",
                "GET /unary HTTP/1.1\r\rHost: a\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a\r\nX\0: b\r\n\r\n",
                "GET /unary HTTP/1.1\r\nHost: a@b\r\n\r\n",
                "\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
            })
    void refuses(String request) throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(request);
            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 400 Bad Request\r\n")
                    .contains("connection: close\r\n");
        }
        assertThat(handler.bodies).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "501: POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "501: POST /unary HTTP/1.1\r\nHost: a\r\nTransfer-Encoding:\r\n\r\n0\r\n\r\n",
                "501: CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n",
                "505: GET /unary HTTP/2.0\r\nHost: a\r\n\r\n",
                "417: GET /unary HTTP/1.1\r\nHost: a\r\nExpect: wonders\r\n\r\n",
            })
    void refusesWithItsStatus(String statusAndRequest) throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(statusAndRequest.substring(5));
            assertThat(connection.readAll())
                    .startsWith("HTTP/1.1 " + statusAndRequest.substring(0, 3));
        }
    }

    @Test
    void refusesAHeadThatIsTooLarge() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("GET /unary" + HEAD + "X: " + "x".repeat(5000));
            assertThat(connection.readAll()).startsWith("HTTP/1.1 431");
        }
    }

    @Test
    void refusesTrailersThatAreTooLarge() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send(
                    "POST /unary"
                            + HEAD
                            + "Transfer-Encoding: chunked\r\n\r\n0\r\nX: "
                            + "x".repeat(5000));
            assertThat(connection.readAll()).startsWith("HTTP/1.1 431");
        }
        assertThat(handler.resets.take().cause()).isEqualTo(StreamReset.Cause.PROTOCOL);
    }

    @Test
    void takesATargetInAbsoluteForm() throws Exception {
        try (RawConnection connection = connect()) {
            connection.send("GET http://b:1/describe?x=1" + HEAD + "\r\n");
            assertThat(connection.readTo("[]")).contains("authority=b:1", "path=/describe", "x=1");
        }
    }

    @Test
    void aSilentClientIsLetGo() throws Exception {
        try (NettyServer impatient =
                        NettyServer.builder(handler)
                                .listen(NettyServerIT.loopback())
                                .headerTimeout(Duration.ofMillis(200))
                                .idleTimeout(Duration.ofMillis(300))
                                .start();
                RawConnection silent = new RawConnection(impatient.port());
                RawConnection slow = new RawConnection(impatient.port());
                RawConnection stuck = new RawConnection(impatient.port());
                RawConnection idle = new RawConnection(impatient.port())) {
            slow.send("GET /unary HTTP/1.1\r\nHos");
            stuck.send("POST /unary" + HEAD + "Content-Length: 10\r\n\r\nabc");
            idle.send("POST /unary" + HEAD + "Content-Length: 3\r\n\r\nabc");
            assertThat(silent.readAll()).isEmpty();
            assertThat(slow.readAll()).startsWith("HTTP/1.1 408");
            assertThat(stuck.readAll()).startsWith("HTTP/1.1 408");
            assertThat(idle.readAll()).startsWith("HTTP/1.1 200").endsWith("abc");
        }
    }

    @Test
    void closesWhatIsOverTheLimitOfConnections() throws Exception {
        try (NettyServer small =
                        NettyServer.builder(handler)
                                .listen(NettyServerIT.loopback())
                                .maxConnections(1)
                                .start();
                RawConnection first = new RawConnection(small.port())) {
            first.send("POST /unary" + HEAD + "Content-Length: 3\r\n\r\nabc").readTo("abc");
            try (RawConnection second = new RawConnection(small.port())) {
                assertThat(second.in().read()).isEqualTo(-1);
            }
            first.send("POST /unary" + HEAD + "Content-Length: 3\r\n\r\nabc").readTo("abc");
        }
    }
}
