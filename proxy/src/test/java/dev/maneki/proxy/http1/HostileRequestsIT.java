package dev.maneki.proxy.http1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Bytes to a listener, and what the backend receives: nothing of what is refused, and of what is
 * taken exactly one reading.
 */
class HostileRequestsIT {
    private static final String HOST = "Host: a\r\n";
    private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

    /** What is refused with a status before the backend hears of it. */
    static Stream<Arguments> refused() {
        List<Arguments> cases = new ArrayList<>();
        // The request line (RFC 9112 section 3).
        refuse(cases, 400, "HTTP/0.9", "GET /\r\n\r\n");
        refuse(cases, 400, "two spaces in the line", "GET  / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a tab in the line", "GET\t/ HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a space behind the version", "GET / HTTP/1.1 \r\n" + HOST + "\r\n");
        refuse(cases, 400, "a space in the target", "GET /a b HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "no target", "GET HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a space before the method", " GET / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "two empty lines", "\r\n\r\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a bare LF before the line", "\nGET / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "control bytes first", "\u0001\u0002GET / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(
                cases,
                400,
                "a TLS hello",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\r\n\r\n");
        refuse(cases, 400, "a method that is no token", "G(T / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 501, "an endless method", "G".repeat(40) + " / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 501, "CONNECT", "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n");
        refuse(cases, 501, "TRACE", "TRACE / HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 505, "HTTP/1.2", "GET / HTTP/1.2\r\n" + HOST + "\r\n");
        refuse(cases, 505, "HTTP/2.0", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        refuse(cases, 505, "HTTP/3.7", "GET / HTTP/3.7\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a version of two digits", "GET / HTTP/1.10\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a version without a minor", "GET / HTTP/1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a version in lower case", "GET / http/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "another protocol", "GET / ICAP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a NUL in the target", "GET /\0 HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a DEL in the target", "GET /\u007f HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a byte beyond ASCII", "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a fragment", "GET /#a HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "a path without its slash", "GET index HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "an asterisk for GET", "GET * HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "above the root", "GET /../a HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "an escaped slash", "GET /a%2fb HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(
                cases,
                414,
                "a target beyond the limit",
                "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + HOST + "\r\n");
        // Lines and fields (RFC 9112 section 5).
        refuse(cases, 400, "a bare LF behind the line", "GET / HTTP/1.1\n" + HOST + "\r\n");
        refuse(cases, 400, "a bare CR behind the line", "GET / HTTP/1.1\r" + HOST + "\r\n\r\n");
        refuse(cases, 400, "a bare LF behind a field", get("A: b\n"));
        refuse(cases, 400, "a bare LF at the end", "GET / HTTP/1.1\r\n" + HOST + "\n");
        refuse(cases, 400, "a bare CR in a value", get("A: b\rc\r\n"));
        refuse(cases, 400, "two CR", get("A: b\r\r\n"));
        refuse(cases, 400, "a NUL in a value", get("A: b\0c\r\n"));
        refuse(cases, 400, "a control in a value", get("A: b\u0008c\r\n"));
        refuse(cases, 400, "a DEL in a value", get("A: b\u007fc\r\n"));
        refuse(cases, 400, "a vertical tab around a value", get("A: \u000bb\r\n"));
        refuse(cases, 400, "a space before the colon", get("A : b\r\n"));
        refuse(cases, 400, "a tab before the colon", get("A\t: b\r\n"));
        refuse(cases, 400, "an empty name", get(": b\r\n"));
        refuse(cases, 400, "no colon", get("A\r\n"));
        refuse(cases, 400, "a name that is no token", get("A(b: c\r\n"));
        refuse(cases, 400, "a NUL in a name", get("A\0b: c\r\n"));
        refuse(cases, 400, "a byte beyond ASCII in a name", get("\u00e4: c\r\n"));
        refuse(cases, 400, "an underscore in a name", get("Content_Length: 5\r\n"));
        refuse(cases, 400, "an obsolete fold", get("A: b\r\n c\r\n"));
        refuse(cases, 400, "a fold by a tab", get("A: b\r\n\tc\r\n"));
        refuse(
                cases,
                400,
                "white space before the fields",
                "GET / HTTP/1.1\r\n X: y\r\n" + HOST + "\r\n");
        refuse(cases, 431, "too many fields", get("A: b\r\n".repeat(200)));
        refuse(cases, 431, "too large fields", get("A: " + "b".repeat(70_000) + "\r\n"));
        // Host (RFC 9112 section 3.2).
        refuse(cases, 400, "no Host", "GET / HTTP/1.1\r\n\r\n");
        refuse(cases, 400, "two Hosts", get("Host: b\r\n"));
        refuse(cases, 400, "twice the same Host", get(HOST));
        refuse(cases, 400, "an empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n");
        refuse(cases, 400, "a list of Hosts", "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n");
        refuse(cases, 400, "a Host with a path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n");
        refuse(cases, 400, "a Host with a user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n");
        refuse(cases, 400, "a Host with a bad port", "GET / HTTP/1.1\r\nHost: a:x\r\n\r\n");
        refuse(cases, 421, "https in the clear", "GET https://a/ HTTP/1.1\r\n" + HOST + "\r\n");
        refuse(cases, 400, "another scheme", "GET ftp://a/ HTTP/1.1\r\n" + HOST + "\r\n");
        // Framing (RFC 9112 section 6).
        refuse(cases, 400, "a negative length", get("Content-Length: -1\r\n"));
        refuse(cases, 400, "a length with a sign", get("Content-Length: +1\r\n"));
        refuse(cases, 400, "a hexadecimal length", get("Content-Length: 0x1\r\n"));
        refuse(cases, 400, "an empty length", get("Content-Length: \r\n"));
        refuse(cases, 400, "a length in words", get("Content-Length: one\r\n"));
        refuse(cases, 400, "a length with a space", get("Content-Length: 1 1\r\n"));
        refuse(
                cases,
                400,
                "a length that overflows",
                get("Content-Length: 99999999999999999999\r\n"));
        refuse(cases, 400, "a length of 2^64 + 1", get("Content-Length: 18446744073709551617\r\n"));
        refuse(cases, 400, "a list of lengths", get("Content-Length: 1, 1\r\n"));
        refuse(cases, 400, "two lengths", get("Content-Length: 1\r\nContent-Length: 2\r\n"));
        refuse(
                cases,
                400,
                "twice the same length",
                get("Content-Length: 1\r\nContent-Length: 1\r\n"));
        refuse(cases, 400, "CL.TE", get("Content-Length: 5\r\n" + CHUNKED) + "0\r\n\r\nG");
        refuse(cases, 400, "TE.CL", get(CHUNKED + "Content-Length: 3\r\n") + "1\r\nA\r\n0\r\n\r\n");
        refuse(cases, 400, "0.CL", get("Content-Length: 0\r\n" + CHUNKED) + "0\r\n\r\n");
        refuse(cases, 400, "TE.TE", get(CHUNKED + "Transfer-Encoding: identity\r\n"));
        refuse(cases, 400, "two codings in two lines", get(CHUNKED + CHUNKED));
        refuse(cases, 501, "identity", get("Transfer-Encoding: identity\r\n"));
        refuse(cases, 501, "chunked, identity", get("Transfer-Encoding: chunked, identity\r\n"));
        refuse(cases, 501, "identity, chunked", get("Transfer-Encoding: identity, chunked\r\n"));
        refuse(cases, 501, "chunked, chunked", get("Transfer-Encoding: chunked, chunked\r\n"));
        refuse(cases, 501, "gzip, chunked", get("Transfer-Encoding: gzip, chunked\r\n"));
        refuse(cases, 501, "xchunked", get("Transfer-Encoding: xchunked\r\n"));
        refuse(cases, 501, "a comma before chunked", get("Transfer-Encoding: , chunked\r\n"));
        refuse(cases, 501, "quoted chunked", get("Transfer-Encoding: \"chunked\"\r\n"));
        refuse(cases, 501, "chunked with a parameter", get("Transfer-Encoding: chunked;q=1\r\n"));
        refuse(cases, 501, "an empty coding", get("Transfer-Encoding:\r\n"));
        refuse(
                cases,
                400,
                "a coding with a vertical tab",
                get("Transfer-Encoding: \u000bchunked\r\n"));
        refuse(
                cases,
                400,
                "a coding with a space before the colon",
                get("Transfer-Encoding : chunked\r\n"));
        refuse(cases, 400, "a coding folded", get("Transfer-Encoding:\r\n chunked\r\n"));
        refuse(
                cases,
                400,
                "a coding in HTTP/1.0",
                "POST / HTTP/1.0\r\n" + HOST + CHUNKED + "\r\n0\r\n\r\n");
        // Connection and expectations (RFC 9110 sections 7.6.1 and 10.1.1).
        refuse(cases, 400, "a nominated Host", get("Connection: Host\r\n"));
        refuse(cases, 400, "a nominated length", get("Connection: close, content-length\r\n"));
        refuse(cases, 400, "a nominated Authorization", get("Connection: Authorization\r\n"));
        refuse(cases, 400, "a nominated Cookie", get("Connection: cookie\r\n"));
        refuse(cases, 400, "a nominated X-Forwarded-For", get("Connection: X-Forwarded-For\r\n"));
        refuse(cases, 400, "a Connection that is no list", get("Connection: close; a\r\n"));
        refuse(cases, 400, "endless options", get("Connection: " + "a,".repeat(100) + "\r\n"));
        refuse(cases, 417, "an unknown expectation", get("Expect: 100-continued\r\n"));
        return cases.stream();
    }

    private static void refuse(List<Arguments> cases, int status, String name, String bytes) {
        cases.add(Arguments.of(name, status, bytes));
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource
    void refused(String name, int status, String bytes) throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = new Relay(backend.port(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(bytes);
            String response = client.readToEnd();
            relay.close();
            assertThat(response).startsWith("HTTP/1.1 " + status + " ");
            assertThat(response).contains("\r\nConnection: close\r\n").doesNotContain("<reset>");
            assertThat(response.indexOf("HTTP/1.1 ", 1)).isEqualTo(-1);
            assertThat(relay.refused).singleElement().asString().startsWith(status + " ");
            assertThat(backend.everything()).isEmpty();
        }
    }

    /** What is no HTTP/1 at all, such as a broken preface of HTTP/2: h2spec looks for the end. */
    @Test
    void anotherProtocolGetsNoAnswer() throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = new Relay(backend.port(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send("INVALID CONNECTION PREFACE\r\n\r\n");
            assertThat(client.readToEnd()).isEmpty();
            relay.close();
            assertThat(relay.refused).singleElement().asString().startsWith("400 ");
            assertThat(backend.everything()).isEmpty();
        }
    }

    /** Bodies whose framing breaks after the head has been passed on. */
    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of("a size that is none", "x\r\n"),
                Arguments.of("a size with a sign", "+1\r\na\r\n0\r\n\r\n"),
                Arguments.of("a size with 0x", "0x1\r\na\r\n0\r\n\r\n"),
                Arguments.of("a size with an underscore", "1_0\r\n"),
                Arguments.of("an empty size", "\r\na\r\n0\r\n\r\n"),
                Arguments.of("a space before the size", " 1\r\na\r\n0\r\n\r\n"),
                Arguments.of("a space behind the size", "1 \r\na\r\n0\r\n\r\n"),
                Arguments.of("a size of 2^64", "10000000000000000\r\na"),
                Arguments.of("a size of 2^64 - 1", "ffffffffffffffff\r\na"),
                Arguments.of("a size of 2^63", "8000000000000000\r\na"),
                Arguments.of("a size of seventeen digits", "00000000000000001\r\na\r\n0\r\n\r\n"),
                Arguments.of("a bare LF behind the size", "1\na\r\n0\r\n\r\n"),
                Arguments.of("a bare CR behind the size", "1\ra\r\n0\r\n\r\n"),
                Arguments.of("a bare LF behind the data", "1\r\na\n0\r\n\r\n"),
                Arguments.of("a bare CR behind the data", "1\r\na\r0\r\n\r\n"),
                Arguments.of("bytes behind the data", "1\r\nabc\r\n0\r\n\r\n"),
                Arguments.of("nothing behind the data", "1\r\na0\r\n\r\n"),
                Arguments.of("a bare LF in an extension", "1;a\nb\r\na\r\n0\r\n\r\n"),
                Arguments.of("a bare CR in an extension", "1;a\rb\r\na\r\n0\r\n\r\n"),
                Arguments.of("CRLF in a quoted extension", "1;a=\"\r\n\"\r\na\r\n0\r\n\r\n"),
                Arguments.of("an unended quote", "1;a=\"b\r\na\r\n0\r\n\r\n"),
                Arguments.of("an extension without a name", "1;\r\na\r\n0\r\n\r\n"),
                Arguments.of("an extension without a value", "1;a=\r\na\r\n0\r\n\r\n"),
                Arguments.of("a NUL in an extension", "1;a=\0\r\na\r\n0\r\n\r\n"),
                Arguments.of(
                        "an endless extension", "1;" + "a".repeat(2000) + "\r\na\r\n0\r\n\r\n"),
                Arguments.of("a bare LF at the end", "0\r\n\n"),
                Arguments.of("a length as a trailer", "0\r\nContent-Length: 5\r\n\r\n"),
                Arguments.of("a coding as a trailer", "0\r\nTransfer-Encoding: chunked\r\n\r\n"),
                Arguments.of("a Host as a trailer", "0\r\nHost: b\r\n\r\n"),
                Arguments.of("a folded trailer", "0\r\nA: b\r\n c\r\n\r\n"),
                Arguments.of("a space in a trailer's name", "0\r\nA : b\r\n\r\n"),
                Arguments.of(
                        "trailers beyond the limit", "0\r\nA: " + "b".repeat(20_000) + "\r\n\r\n"),
                Arguments.of("too many trailers", "0\r\n" + "A: b\r\n".repeat(200) + "\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void broken(String name, String chunks) throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = new Relay(backend.port(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send("POST / HTTP/1.1\r\n" + HOST + CHUNKED + "\r\n" + chunks);
            String response = client.readToEnd();
            relay.close();
            assertThat(response).matches("(?s)HTTP/1.1 4(00|31) .*").doesNotContain("<reset>");
            assertThat(response.indexOf("HTTP/1.1 ", 1)).isEqualTo(-1);
            assertThat(backend.everything()).doesNotContain("0\r\n\r\n").doesNotContain("b\r\n");
        }
    }

    /** What is taken, and the one thing that the backend gets for it. */
    static Stream<Arguments> taken() {
        String head = "GET / HTTP/1.1\r\n" + HOST;
        return Stream.of(
                Arguments.of("an empty line first", "\r\n" + get(""), head + "\r\n"),
                Arguments.of("no space behind the colon", get("A:b\r\n"), head + "A: b\r\n\r\n"),
                Arguments.of(
                        "white space around a value",
                        get("A: \t b c \t\r\n"),
                        head + "A: b c\r\n\r\n"),
                Arguments.of("an empty value", get("A:\r\n"), head + "A: \r\n\r\n"),
                Arguments.of(
                        "bytes beyond ASCII in a value",
                        get("A: \u00e4\r\n"),
                        head + "A: \u00e4\r\n\r\n"),
                Arguments.of("a tab in a value", get("A: b\tc\r\n"), head + "A: b\tc\r\n\r\n"),
                Arguments.of(
                        "an absolute target",
                        "GET http://A/x?y HTTP/1.1\r\n" + HOST + "\r\n",
                        "GET /x?y HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "an absolute target and another Host",
                        "GET http://A/x HTTP/1.1\r\nHost: evil:81\r\n\r\n",
                        "GET /x HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "OPTIONS *",
                        "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n",
                        "OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "a method of one's own",
                        "BREW / HTTP/1.1\r\n" + HOST + "\r\n",
                        "BREW / HTTP/1.1\r\n" + HOST + "\r\n"),
                Arguments.of(
                        "hop-by-hop fields",
                        get(
                                "Connection: keep-alive, x-hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
                                        + "Proxy-Connection: close\r\nTE: gzip\r\nUpgrade: h2c\r\n"
                                        + "HTTP2-Settings: AAA\r\nProxy-Authorization: b\r\nB: c\r\n"),
                        head + "B: c\r\n\r\n"),
                Arguments.of(
                        "an h2c upgrade",
                        get(
                                "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: A\r\n"),
                        head + "\r\n"),
                Arguments.of(
                        "an upgrade without its option",
                        get("Upgrade: websocket\r\n"),
                        head + "\r\n"),
                Arguments.of(
                        "an upgrade with a body",
                        get("Connection: upgrade\r\nUpgrade: websocket\r\nContent-Length: 1\r\n")
                                + "a",
                        head + "Content-Length: 1\r\n\r\na"),
                Arguments.of(
                        "several protocols to switch to",
                        get("Connection: upgrade\r\nUpgrade: a, websocket\r\n"),
                        head + "\r\n"),
                Arguments.of(
                        "an expectation without a body",
                        get("Expect: 100-continue\r\n"),
                        head + "\r\n"),
                Arguments.of(
                        "a length with zeros in front",
                        get("Content-Length: 0001\r\n") + "a",
                        head + "Content-Length: 1\r\n\r\na"),
                Arguments.of(
                        "extensions, dropped",
                        get(CHUNKED) + "1;a;b=c;d=\"e;\\\"f\"\r\na\r\n0;x\r\n\r\n",
                        head + CHUNKED + "\r\n1\r\na\r\n0\r\n\r\n"),
                Arguments.of(
                        "a size in either case, zeros in front",
                        get(CHUNKED) + "00A\r\n0123456789\r\n000\r\n\r\n",
                        head + CHUNKED + "\r\na\r\n0123456789\r\n0\r\n\r\n"),
                Arguments.of(
                        "trailers, those that belong into a head dropped",
                        get(CHUNKED) + "0\r\nA: b\r\nAuthorization: c\r\n\r\n",
                        head + CHUNKED + "\r\n0\r\nA: b\r\n\r\n"),
                Arguments.of(
                        "a second request behind a chunked one",
                        get(CHUNKED) + "1\r\na\r\n0\r\n\r\n" + get("A: 2\r\n"),
                        head + CHUNKED + "\r\n1\r\na\r\n0\r\n\r\n" + head + "A: 2\r\n\r\n"),
                Arguments.of(
                        "a request as a body",
                        get("Content-Length: 18\r\n") + "GET / HTTP/1.1\r\n\r\n",
                        head + "Content-Length: 18\r\n\r\nGET / HTTP/1.1\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void taken(String name, String bytes, String passedOn) throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = new Relay(backend.port(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send(bytes);
            client.socket.shutdownOutput();
            String response = client.readToEnd();
            relay.close();
            assertThat(relay.refused).isEmpty();
            assertThat(response).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(backend.everything()).isEqualTo(passedOn);
        }
    }
}
