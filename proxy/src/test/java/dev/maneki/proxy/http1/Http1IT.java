package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.StreamFault;
import java.io.IOException;
import java.net.ServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Both halves together over real sockets: what goes in at one end, and what comes out. */
class Http1IT {
    private ServerSocket backendSocket;
    private Relay relay;

    @BeforeEach
    void start() throws IOException {
        backendSocket = Wire.listen();
        relay = new Relay(backendSocket.getLocalPort(), TestPort.plain());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        backendSocket.close();
    }

    private Wire client() throws IOException {
        return Wire.connect(relay.port());
    }

    private Wire backend() throws IOException {
        return Wire.accept(backendSocket);
    }

    @Test
    void passesARequestAndItsResponse() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "GET /a/../b?q=1 HTTP/1.1\r\nHost: Shop.Example:80\r\nX-One:  two \r\n\r\n");
            try (Wire backend = backend()) {
                assertThat(backend.readUntil("\r\n\r\n"))
                        .isEqualTo(
                                "GET /b?q=1 HTTP/1.1\r\nHost: shop.example:80\r\n"
                                        + "X-One: two\r\n\r\n");
                backend.send(
                        "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 5\r\nA: b\r\n\r\nhello");
                assertThat(client.readUntil("hello"))
                        .isEqualTo(
                                "HTTP/1.1 200 OK\r\nDate: x\r\nA: b\r\nContent-Length: 5\r\n\r\n"
                                        + "hello");
                // Both connections are kept.
                client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(backend.readUntil("abc"))
                        .isEqualTo("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
                backend.send("HTTP/1.1 204 No Content\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n"))
                        .startsWith("HTTP/1.1 204 No Content\r\nDate: ");
            }
        }
    }

    @Test
    void passesChunksAndTrailersBothWays() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "PUT /x HTTP/1.1\r\nHost: a\r\nTE: trailers\r\nConnection: TE\r\n"
                            + "Transfer-Encoding: chunked\r\nTrailer: T\r\n\r\n"
                            + "3;x=\"y\"\r\nabc\r\n0\r\nT: one\r\n\r\n");
            try (Wire backend = backend()) {
                assertThat(backend.readUntil("one\r\n\r\n"))
                        .isEqualTo(
                                "PUT /x HTTP/1.1\r\nHost: a\r\nTrailer: T\r\n"
                                        + "Transfer-Encoding: chunked\r\n"
                                        + "TE: trailers\r\nConnection: TE\r\n\r\n"
                                        + "3\r\nabc\r\n0\r\nT: one\r\n\r\n");
                backend.send(
                        "HTTP/1.1 200 OK\r\nDate: x\r\nTransfer-Encoding: chunked\r\nTrailer: U\r\n"
                                + "\r\n5\r\nhello\r\n0\r\nU: two\r\n\r\n");
                assertThat(client.readUntil("two\r\n\r\n"))
                        .isEqualTo(
                                "HTTP/1.1 200 OK\r\nDate: x\r\nTrailer: U\r\n"
                                        + "Transfer-Encoding: chunked\r\n\r\n"
                                        + "5\r\nhello\r\n0\r\nU: two\r\n\r\n");
            }
        }
    }

    @Test
    void passesTrailersToAClientThatDidNotAskForThem() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send(
                        "HTTP/1.1 200 OK\r\nDate: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "1\r\na\r\n0\r\nU: two\r\n\r\n");
                assertThat(client.readUntil("0\r\n")).endsWith("\r\n1\r\na\r\n0\r\n");
                assertThat(client.readUntil("\r\n\r\n")).isEqualTo("U: two\r\n\r\n");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInTheirOrder() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n"
                            + "GET /3 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            try (Wire backend = backend()) {
                for (int i = 1; i <= 3; i++) {
                    assertThat(backend.readUntil("\r\n\r\n")).startsWith("GET /" + i + " ");
                    backend.send("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 1\r\n\r\n" + i);
                }
                assertThat(client.readToEnd())
                        .isEqualTo(
                                """
                                HTTP/1.1 200 OK\r
                                Date: x\r
                                Content-Length: 1\r
                                \r
                                1HTTP/1.1 200 OK\r
                                Date: x\r
                                Content-Length: 1\r
                                \r
                                2HTTP/1.1 200 OK\r
                                Date: x\r
                                Content-Length: 1\r
                                Connection: close\r
                                \r
                                3""");
            }
        }
    }

    @Test
    void servesHttp10() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.0\r\n\r\n");
            try (Wire backend = backend()) {
                assertThat(backend.readUntil("\r\n\r\n"))
                        .isEqualTo("GET / HTTP/1.1\r\nHost: \r\n\r\n");
                backend.send(
                        "HTTP/1.1 200 OK\r\nDate: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "2\r\nab\r\n0\r\n\r\n");
                assertThat(client.readToEnd())
                        .isEqualTo("HTTP/1.1 200 OK\r\nDate: x\r\nConnection: close\r\n\r\nab");
            }
        }
    }

    @Test
    void passes100ContinueOn() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            try (Wire backend = backend()) {
                assertThat(backend.readUntil("\r\n\r\n")).contains("Expect: 100-continue\r\n");
                backend.send("HTTP/1.1 100 Continue\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
                client.send("ab");
                assertThat(backend.readUntil("ab")).isEqualTo("ab");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n")).doesNotContain("Connection: close");
            }
        }
    }

    @Test
    void closesAfterAFinalHeadThatCameInsteadOf100() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 413 Too Large\r\nDate: x\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readToEnd())
                        .isEqualTo(
                                "HTTP/1.1 413 Content Too Large\r\nDate: x\r\nContent-Length: 0\r\n"
                                        + "Connection: close\r\n\r\n");
                assertThat(backend.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void tunnelsAnUpgradeWithHalfClose() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\n"
                            + "Upgrade: WebSocket\r\nSec-WebSocket-Key: k\r\n\r\nearly");
            try (Wire backend = backend()) {
                assertThat(backend.readUntil("\r\n\r\n"))
                        .isEqualTo(
                                "GET /chat HTTP/1.1\r\nHost: a\r\nSec-WebSocket-Key: k\r\n"
                                        + "Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
                backend.send(
                        "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n"
                                + "Upgrade: websocket\r\nSec-WebSocket-Accept: v\r\n\r\nfirst");
                assertThat(client.readUntil("first"))
                        .isEqualTo(
                                "HTTP/1.1 101 Switching Protocols\r\n"
                                        + "Connection: Upgrade\r\nUpgrade: websocket\r\n"
                                        + "Sec-WebSocket-Accept: v\r\n\r\nfirst");
                assertThat(backend.readUntil("early")).isEqualTo("early");
                client.send("ping");
                client.socket.shutdownOutput();
                assertThat(backend.readToEnd()).isEqualTo("ping");
                backend.send("pong");
                backend.socket.shutdownOutput();
                assertThat(client.readToEnd()).isEqualTo("pong");
            }
        }
    }

    @Test
    void goesOnAfterADeclinedUpgrade() throws IOException {
        try (Wire client = client()) {
            client.send(
                    "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\n"
                            + "Upgrade: websocket\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 403 Forbidden\r\n");
                assertThat(backend.readUntil("\r\n\r\n")).startsWith("GET /next HTTP/1.1\r\n");
            }
        }
    }

    @Test
    void tellsTheBackendThatTheClientHasGone() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                client.close();
                assertThat(backend.readToEnd()).isEmpty();
                assertThat(relay.clientFaults)
                        .extracting(StreamFault::reason)
                        .containsExactly(Reason.CLIENT_GONE);
            }
        }
    }

    @Test
    void answersAClientThatHasEndedItsDirection() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            client.socket.shutdownOutput();
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.readToEnd()).endsWith("ok");
            }
        }
    }

    @Test
    void readsABodyThatEndsWithTheConnection() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nDate: x\r\n\r\nsome ");
                backend.send("text");
                backend.socket.shutdownOutput();
                assertThat(client.readUntil("\r\n0\r\n\r\n"))
                        .startsWith("HTTP/1.1 200 OK\r\nDate: x\r\nTransfer-Encoding: chunked\r\n");
            }
        }
    }

    @Test
    void cutsAResponseThatTheBackendCuts() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 10\r\n\r\nsome");
            }
            assertThat(client.readToEnd()).contains("Content-Length: 10\r\n").endsWith("some");
            assertThat(relay.backendFaults)
                    .extracting(StreamFault::reason)
                    .containsExactly(Reason.BACKEND_RESET);
        }
    }

    @Test
    void drainsABusyConnectionAfterItsResponse() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                drain();
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("ok");
            }
        }
    }

    @Test
    void drainsAnIdleConnectionAfterAMoment() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                client.readUntil("ok");
                drain();
                assertThat(client.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void answersARequestThatWasUnderWayWhenItsConnectionWasDrained() throws IOException {
        try (Wire client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = backend()) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                client.readUntil("ok");
                drain();
                client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.readToEnd()).contains("Connection: close\r\n").endsWith("ok");
            }
        }
    }

    private void drain() {
        relay.connections.getFirst().drain();
        // What the event loop was given before this has been done after it.
        relay.worker.loop().submit(() -> {}).syncUninterruptibly();
    }
}
