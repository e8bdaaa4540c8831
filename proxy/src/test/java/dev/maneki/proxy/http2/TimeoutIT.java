package dev.maneki.proxy.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.model.Limit;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients that are slow, silent or do not read: each timeout bites, and is counted. */
@Timeout(30)
class TimeoutIT {
    private static final String HELLO =
            HexFormat.of().formatHex("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII))
                    + "000000040000000000"
                    + "000000040100000000";

    private final TestServer server =
            new TestServer(
                    Limits.DEFAULT.with(
                            Map.of(
                                    Limit.HEADER_TIMEOUT, 200L,
                                    Limit.BODY_TIMEOUT, 200L,
                                    Limit.WRITE_TIMEOUT, 200L,
                                    Limit.IDLE_TIMEOUT, 400L)));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void silence() throws Exception {
        assertThat(exchange("")).contains("GOAWAY");
        assertThat(hits(Limit.HEADER_TIMEOUT)).isOne();
    }

    @Test
    void halfAHead() throws Exception {
        // HEADERS without END_HEADERS.
        assertThat(exchange(HELLO + "000001010000000001" + "82")).contains("GOAWAY");
        assertThat(hits(Limit.HEADER_TIMEOUT)).isOne();
    }

    @Test
    void halfAFrame() throws Exception {
        assertThat(exchange(HELLO + "00000501")).contains("GOAWAY");
        assertThat(hits(Limit.HEADER_TIMEOUT)).isOne();
    }

    @Test
    void aBodyThatDoesNotCome() throws Exception {
        // POST http://a/wait without END_STREAM.
        String request = "00000c010400000001" + "8386" + "04052f77616974" + "410161";

        List<String> frames = exchange(HELLO + request);

        assertThat(frames).containsSequence("HEADERS", "RST_STREAM");
        assertThat(server.exchange.events).contains("reset REQUEST_TIMEOUT");
        assertThat(hits(Limit.BODY_TIMEOUT)).isOne();
    }

    @Test
    void aWindowThatDoesNotOpen() throws Exception {
        // GET http://a/bytes?100000 with the windows that every connection starts with.
        String path = HexFormat.of().formatHex("/bytes?100000".getBytes(US_ASCII));
        List<String> frames =
                exchange(HELLO + "000014010500000001" + "8286" + "040d" + path + "410161");

        assertThat(frames).contains("DATA", "RST_STREAM");
        assertThat(server.exchange.events).contains("reset CLIENT_GONE");
        assertThat(hits(Limit.WRITE_TIMEOUT)).isOne();
    }

    @Test
    void noRequest() throws Exception {
        assertThat(exchange(HELLO)).contains("GOAWAY");
        assertThat(hits(Limit.IDLE_TIMEOUT)).isOne();
    }

    private long hits(Limit limit) {
        return server.worker.metrics().limitHits(limit);
    }

    /** Sends these bytes, then reads the names of frames until the server closes. */
    private List<String> exchange(String hex) throws IOException {
        List<String> frames = new ArrayList<>();
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.getOutputStream().write(HexFormat.of().parseHex(hex));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            List<String> names =
                    Arrays.asList(
                            "DATA",
                            "HEADERS",
                            "PRIORITY",
                            "RST_STREAM",
                            "SETTINGS",
                            "PUSH_PROMISE",
                            "PING",
                            "GOAWAY",
                            "WINDOW_UPDATE",
                            "CONTINUATION");
            for (int first = in.read(); first >= 0; first = in.read()) {
                int length = first << 16 | in.readUnsignedShort();
                frames.add(names.get(in.readByte()));
                in.skipNBytes(5 + length);
            }
        }
        return frames;
    }
}
