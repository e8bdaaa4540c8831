package dev.maneki.connect.netty;

import static dev.maneki.connect.netty.RawHttp2.CONTINUATION;
import static dev.maneki.connect.netty.RawHttp2.DATA;
import static dev.maneki.connect.netty.RawHttp2.END_HEADERS;
import static dev.maneki.connect.netty.RawHttp2.END_STREAM;
import static dev.maneki.connect.netty.RawHttp2.GOAWAY;
import static dev.maneki.connect.netty.RawHttp2.HEADERS;
import static dev.maneki.connect.netty.RawHttp2.PING;
import static dev.maneki.connect.netty.RawHttp2.RST_STREAM;
import static dev.maneki.connect.netty.RawHttp2.SETTINGS;
import static dev.maneki.connect.netty.RawHttp2.WINDOW_UPDATE;
import static dev.maneki.connect.netty.RawHttp2.fields;
import static dev.maneki.connect.netty.RawHttp2.frame;
import static dev.maneki.connect.netty.RawHttp2.join;
import static dev.maneki.connect.netty.RawHttp2.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** HTTP/2 by the frame: what is refused, and what survives it (RFC 9113). */
@Timeout(30)
class Http2ServerIT {
    private final TestServer handler = new TestServer();
    private final NettyServer server =
            NettyServer.builder(handler)
                    .listen(NettyServerIT.loopback())
                    .maxHeaderBytes(4096)
                    .maxConcurrentStreams(10)
                    .threads(1)
                    .start();

    @AfterEach
    void close() {
        server.shutdown(Duration.ZERO).join();
    }

    private RawHttp2 connect() throws IOException {
        return new RawHttp2(server.port());
    }

    /** Field sections that RFC 9113, section 8, calls malformed. */
    static Stream<Arguments> malformedRequests() {
        return Stream.of(
                Arguments.of("no method", fields(":scheme", "http", ":path", "/")),
                Arguments.of("no path", fields(":method", "GET", ":scheme", "http")),
                Arguments.of("no scheme", fields(":method", "GET", ":path", "/")),
                Arguments.of("an empty path", request("GET", "")),
                Arguments.of("a relative path", request("GET", "unary")),
                Arguments.of("a path with a space", request("GET", "/a b")),
                Arguments.of("a method that is no token", request("G T", "/")),
                Arguments.of("two paths", request("GET", "/", ":path", "/")),
                Arguments.of("an unknown pseudo-field", request("GET", "/", ":x", "y")),
                Arguments.of("a response's pseudo-field", request("GET", "/", ":status", "200")),
                Arguments.of(
                        "a pseudo-field behind a field",
                        join(fields("a", "b"), request("GET", "/"))),
                Arguments.of("two hosts", request("GET", "/", "host", "b")),
                Arguments.of("an upper-case name", request("GET", "/", "Abc", "d")),
                Arguments.of("an empty name", request("GET", "/", "", "d")),
                Arguments.of("a name with a space", request("GET", "/", "a b", "d")),
                Arguments.of("a value with NUL", request("GET", "/", "a", "b\0c")),
                Arguments.of("a value with CR", request("GET", "/", "a", "b\rc")),
                Arguments.of("a value with LF", request("GET", "/", "a", "b\nc")),
                Arguments.of("connection", request("GET", "/", "connection", "close")),
                Arguments.of("keep-alive", request("GET", "/", "keep-alive", "5")),
                Arguments.of("upgrade", request("GET", "/", "upgrade", "h2c")),
                Arguments.of(
                        "transfer-encoding", request("GET", "/", "transfer-encoding", "chunked")),
                Arguments.of("te", request("GET", "/", "te", "gzip")),
                Arguments.of("a length below zero", request("GET", "/", "content-length", "-1")),
                Arguments.of("a length with a sign", request("GET", "/", "content-length", "+1")),
                Arguments.of(
                        "two lengths",
                        request("GET", "/", "content-length", "0", "content-length", "1")),
                Arguments.of(
                        "a body that is too short", request("GET", "/", "content-length", "1")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedRequests")
    void aMalformedRequestHarmsItsStreamAlone(String what, byte[] block) throws Exception {
        try (RawHttp2 connection = connect()) {
            connection.send(HEADERS, END_STREAM | END_HEADERS, 1, block).get(3, "/unary");
            assertThat(connection.reset(1)).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
            connection.response(3);
        }
        assertThat(handler.bodies).hasSize(1);
    }

    @Test
    void aBodyThatIsTooLongHarmsItsStreamAlone() throws Exception {
        try (RawHttp2 connection = connect()) {
            connection
                    .send(HEADERS, END_HEADERS, 1, request("POST", "/unary", "content-length", "3"))
                    .send(DATA, 0, 1, new byte[4])
                    .get(3, "/unary");
            assertThat(connection.reset(1)).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
            connection.response(3);
        }
    }

    @Test
    void trailersWithPseudoFieldsHarmTheirStreamAlone() throws Exception {
        try (RawHttp2 connection = connect()) {
            connection
                    .send(HEADERS, END_HEADERS, 1, request("POST", "/unary"))
                    .send(HEADERS, END_STREAM | END_HEADERS, 1, fields(":path", "/"))
                    .get(3, "/unary");
            assertThat(connection.reset(1)).isEqualTo((int) Http2Error.PROTOCOL_ERROR.code());
            connection.response(3);
        }
    }

    @Test
    void streamsOverTheLimitAreRefusedAlone() throws Exception {
        try (RawHttp2 connection = connect()) {
            for (int stream = 1; stream <= 19; stream += 2) {
                connection.get(stream, "/hold");
            }
            connection.get(21, "/unary");
            assertThat(connection.reset(21)).isEqualTo((int) Http2Error.REFUSED_STREAM.code());
            connection.send(RST_STREAM, 0, 1, new byte[4]).get(23, "/unary").response(23);
        }
    }

    /** One field in the dynamic table, and then as often as wanted for a byte each. */
    private static byte[] bomb(int times) {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(request("GET", "/unary"));
        bomb.write(0x40); // Enters the table, as its newest: index 62.
        RawHttp2.literal(bomb, "x");
        RawHttp2.literal(bomb, "y".repeat(800));
        byte[] again = new byte[times - 1];
        Arrays.fill(again, (byte) (0x80 | 62));
        bomb.writeBytes(again);
        return bomb.toByteArray();
    }

    @Test
    void aSectionThatUnpacksToALittleTooMuchHarmsItsStreamAlone() throws Exception {
        try (RawHttp2 connection = connect()) {
            connection.send(HEADERS, END_STREAM | END_HEADERS, 1, bomb(5));
            connection.await(
                    frame ->
                            frame.stream() == 1
                                    && (frame.type() == HEADERS || frame.type() == RST_STREAM));
            connection.get(3, "/unary").response(3);
        }
        assertThat(handler.bodies).hasSize(1);
    }

    @Test
    void aSectionThatUnpacksToFarTooMuchEndsTheConnection() throws Exception {
        try (RawHttp2 connection = connect()) {
            connection.send(HEADERS, END_STREAM | END_HEADERS, 1, bomb(10_000));
            assertThat(connection.goAway()).isNotZero();
        }
        assertThat(handler.bodies).isEmpty();
    }

    private static byte[] settings(int id, int value) {
        return frame(
                SETTINGS,
                0,
                0,
                new byte[] {
                    0,
                    (byte) id,
                    (byte) (value >>> 24),
                    (byte) (value >>> 16),
                    (byte) (value >>> 8),
                    (byte) value
                });
    }

    private static byte[] times(int count, byte[]... frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            all.writeBytes(frames[i % frames.length]);
        }
        return all.toByteArray();
    }

    private static byte[] rapidResets() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int stream = 1; stream < 2000; stream += 2) {
            all.writeBytes(
                    frame(HEADERS, END_STREAM | END_HEADERS, stream, request("GET", "/hold")));
            all.writeBytes(frame(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8));
        }
        return all.toByteArray();
    }

    /** What breaks, or abuses, the connection. */
    static Stream<Arguments> hostileFrames() {
        byte[] open = frame(HEADERS, END_HEADERS, 1, request("POST", "/hold"));
        byte[] most = {0x7f, -1, -1, -1};
        return Stream.of(
                Arguments.of(
                        "a server's stream number",
                        Http2Error.PROTOCOL_ERROR,
                        frame(HEADERS, END_STREAM | END_HEADERS, 2, request("GET", "/"))),
                Arguments.of(
                        "DATA on an idle stream", Http2Error.PROTOCOL_ERROR, frame(DATA, 0, 1)),
                Arguments.of(
                        "RST_STREAM on an idle stream",
                        Http2Error.PROTOCOL_ERROR,
                        frame(RST_STREAM, 0, 1, new byte[4])),
                Arguments.of("DATA on no stream", Http2Error.PROTOCOL_ERROR, frame(DATA, 0, 0)),
                Arguments.of(
                        "SETTINGS of a bad length",
                        Http2Error.FRAME_SIZE_ERROR,
                        frame(SETTINGS, 0, 0, new byte[5])),
                Arguments.of(
                        "an acknowledgement with settings",
                        Http2Error.FRAME_SIZE_ERROR,
                        frame(SETTINGS, 1, 0, new byte[6])),
                Arguments.of("ENABLE_PUSH of 2", Http2Error.PROTOCOL_ERROR, settings(2, 2)),
                Arguments.of(
                        "a window that is too large",
                        Http2Error.FLOW_CONTROL_ERROR,
                        settings(4, -1)),
                Arguments.of(
                        "a frame size that is too small",
                        Http2Error.PROTOCOL_ERROR,
                        settings(5, 100)),
                Arguments.of(
                        "PING of a bad length",
                        Http2Error.FRAME_SIZE_ERROR,
                        frame(PING, 0, 0, new byte[7])),
                Arguments.of(
                        "a frame that is too large",
                        Http2Error.FRAME_SIZE_ERROR,
                        join(open, frame(DATA, 0, 1, new byte[16_385]))),
                Arguments.of(
                        "a window's update of nothing",
                        Http2Error.PROTOCOL_ERROR,
                        frame(WINDOW_UPDATE, 0, 0, new byte[4])),
                Arguments.of(
                        "a window that overflows",
                        Http2Error.FLOW_CONTROL_ERROR,
                        frame(WINDOW_UPDATE, 0, 0, most)),
                Arguments.of(
                        "an index of HPACK that is not there",
                        Http2Error.COMPRESSION_ERROR,
                        frame(HEADERS, END_STREAM | END_HEADERS, 1, (byte) 0xfe)),
                Arguments.of(
                        "HPACK that breaks off",
                        Http2Error.COMPRESSION_ERROR,
                        frame(HEADERS, END_STREAM | END_HEADERS, 1, (byte) 0, (byte) 9)),
                Arguments.of(
                        "CONTINUATION of nothing",
                        Http2Error.PROTOCOL_ERROR,
                        frame(CONTINUATION, END_HEADERS, 1)),
                Arguments.of(
                        "another frame amid a section",
                        Http2Error.PROTOCOL_ERROR,
                        join(
                                frame(HEADERS, 0, 1, request("GET", "/")),
                                frame(PING, 0, 0, new byte[8]))),
                Arguments.of(
                        "a flood of CONTINUATION",
                        Http2Error.ENHANCE_YOUR_CALM,
                        join(
                                frame(HEADERS, 0, 1, request("GET", "/")),
                                times(1000, frame(CONTINUATION, 0, 1)))),
                Arguments.of(
                        "a flood of empty DATA",
                        Http2Error.ENHANCE_YOUR_CALM,
                        join(open, times(1000, frame(DATA, 0, 1)))),
                Arguments.of("rapid resets", Http2Error.ENHANCE_YOUR_CALM, rapidResets()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileFrames")
    void endsAConnectionThatBreaksTheRules(String what, Http2Error error, byte[] frames)
            throws Exception {
        try (RawHttp2 connection = connect()) {
            connection.await(frame -> frame.type() == SETTINGS);
            connection.send(frames);
            assertThat(connection.goAway()).isEqualTo((int) error.code());
        }
        try (RawHttp2 other = connect()) {
            other.get(1, "/unary").response(1);
        }
    }

    @Test
    void dataOnAStreamThatEndedIsRefused() throws Exception {
        try (RawHttp2 connection = connect()) {
            connection.get(1, "/hold").send(DATA, 0, 1, new byte[3]);
            RawHttp2.Frame refusal =
                    connection.await(frame -> frame.type() == GOAWAY || frame.type() == RST_STREAM);
            assertThat(refusal.errorCode()).isEqualTo((int) Http2Error.STREAM_CLOSED.code());
        }
    }

    /** Each of these must be answered, and the answers are not read. */
    static Stream<Arguments> askedForAnswers() {
        return Stream.of(
                Arguments.of("PING", times(5000, frame(PING, 0, 0, new byte[8]))),
                Arguments.of("SETTINGS", times(5000, frame(SETTINGS, 0, 0))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("askedForAnswers")
    void aFloodWhoseAnswersAreNotReadIsCutOff(String what, byte[] flood) throws Exception {
        try (RawHttp2 connection = connect()) {
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 2000; i++) {
                                    connection.send(flood);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
        try (RawHttp2 other = connect()) {
            other.get(1, "/unary").response(1);
        }
    }
}
