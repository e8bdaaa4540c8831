package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.StreamFault;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes from a backend, and what the client receives: one reading, or a 502 and no reuse. */
class HostileResponsesIT {
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of("no status line", "hello\r\n\r\n"),
                Arguments.of("another protocol", "ICY 200 OK\r\n\r\n"),
                Arguments.of("HTTP/2.0", "HTTP/2.0 200 OK\r\n\r\n"),
                Arguments.of("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n"),
                Arguments.of("a status of four digits", "HTTP/1.1 2000 OK\r\n\r\n"),
                Arguments.of("a status below 100", "HTTP/1.1 099 OK\r\n\r\n"),
                Arguments.of("two spaces", "HTTP/1.1  200 OK\r\n\r\n"),
                Arguments.of("an empty line first", "\r\n" + OK + "\r\n"),
                Arguments.of("a bare LF", "HTTP/1.1 200 OK\nContent-Length: 0\n\n"),
                Arguments.of("a NUL in the reason", "HTTP/1.1 200 O\0K\r\n\r\n"),
                Arguments.of("a NUL in a value", OK + "A: b\0\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a bare CR in a value", OK + "A: b\rc\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("an obsolete fold", OK + "A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of("a space before a colon", OK + "Content-Length : 0\r\n\r\n"),
                Arguments.of("an invalid length", OK + "Content-Length: 1x\r\n\r\na"),
                Arguments.of("a negative length", OK + "Content-Length: -1\r\n\r\n"),
                Arguments.of("a list of lengths", OK + "Content-Length: 0, 0\r\n\r\n"),
                Arguments.of("two lengths", OK + "Content-Length: 0\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of(
                        "length and coding",
                        OK + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("an unknown coding", OK + "Transfer-Encoding: gzip, chunked\r\n\r\n"),
                Arguments.of("identity", OK + "Transfer-Encoding: identity\r\n\r\n"),
                Arguments.of(
                        "a coding in HTTP/1.0",
                        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "a coding in a 204",
                        "HTTP/1.1 204 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "a 101 that nobody asked for",
                        "HTTP/1.1 101 S\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n"),
                Arguments.of("endless 1xx", "HTTP/1.1 103 Early Hints\r\n\r\n".repeat(30)),
                Arguments.of("too many fields", OK + "A: b\r\n".repeat(300) + "\r\n"),
                Arguments.of("a head too large", OK + "A: " + "b".repeat(70_000) + "\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void refused(String name, String bytes) throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(GET);
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(bytes);
                String head = client.readUntil("\r\n\r\n");
                while (head.startsWith("HTTP/1.1 103")) {
                    head = client.readUntil("\r\n\r\n");
                }
                assertThat(head)
                        .startsWith("HTTP/1.1 502 Bad Gateway\r\n")
                        .contains("x-fault: backend_invalid_response\r\n");
                // The connection is not used again.
                backend.readToEnd();
            }
        }
    }

    @Test
    void neverTakesBytesBehindAResponseForTheNextOne() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(GET);
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(
                        OK + "Content-Length: 2\r\n\r\nok" + OK + "Content-Length: 4\r\n\r\nevil");
                assertThat(client.readUntil("ok")).startsWith(OK);
                backend.readToEnd();
            }
            client.send(GET);
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(OK + "Content-Length: 4\r\n\r\ngood");
                assertThat(client.readUntil("good")).doesNotContain("evil");
            }
        }
    }

    @Test
    void readsNoBodyOfAResponseToHead() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(OK + "Date: x\r\nContent-Length: 5\r\n\r\n");
                assertThat(client.readUntil("\r\n\r\n"))
                        .isEqualTo(OK + "Date: x\r\nContent-Length: 5\r\n\r\n");
                client.send(GET);
                assertThat(backend.readUntil("\r\n\r\n")).startsWith("GET ");
            }
        }
    }

    @Test
    void passes1xxOnButNo100ThatWasNotAskedFor() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(GET);
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: b\r\n\r\n"
                                + OK
                                + "Date: x\r\nContent-Length: 2\r\n\r\nok");
                assertThat(client.readUntil("ok"))
                        .isEqualTo(
                                "HTTP/1.1 103 Early Hints\r\nLink: b\r\n\r\n"
                                        + OK
                                        + "Date: x\r\nContent-Length: 2\r\n\r\nok");
            }
        }
    }

    @Test
    void saysWhenAUsedConnectionWasClosedUnderTheRequest() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(GET);
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(OK + "Content-Length: 0\r\n\r\n");
                client.readUntil("\r\n\r\n");
                client.send(GET);
                backend.readUntil("\r\n\r\n");
            }
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 502 ");
            assertThat(relay.backendFaults)
                    .containsExactly(
                            new StreamFault(
                                    Reason.BACKEND_RESET, false, EarlyClose.CLOSED_ON_REUSE));
        }
    }

    @Test
    void cutsAResponseWhoseChunksBreak() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(GET);
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send(OK + "Transfer-Encoding: chunked\r\n\r\n2\r\nok\r\n");
                client.readUntil("ok\r\n");
                backend.send("2\r\nabc\r\n0\r\n\r\n");
                assertThat(client.readToEnd()).doesNotContain("0\r\n\r\n");
            }
        }
    }
}
