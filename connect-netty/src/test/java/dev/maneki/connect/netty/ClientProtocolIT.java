package dev.maneki.connect.netty;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that says, byte by byte, what the test wants it to. */
@Timeout(30)
class ClientProtocolIT {
    private final ServerSocket listener;

    ClientProtocolIT() throws IOException {
        listener = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        listener.close();
    }

    private TestCall call(NettyTransport transport, String method) {
        return TestCall.open(transport, "http", listener.getLocalPort(), method, "/unary", true);
    }

    private static NettyTransport transport(HttpVersion version) {
        return NettyTransport.builder().version(version).threads(1).build();
    }

    private Socket accept() throws IOException {
        Socket socket = listener.accept();
        socket.setSoTimeout(15_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void interimResponsesAreSwallowed() throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_1_1)) {
            TestCall call = call(transport, "POST");
            try (Socket server = accept()) {
                send(
                        server,
                        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n"
                                + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                TestCall.Response response = call.get();
                assertThat(response.status()).isEqualTo(200);
                assertThat(response.text()).isEqualTo("ok");
                assertThat(response.fields().has("link")).isFalse();
            }
        }
    }

    @Test
    void aBodyMayEndWithItsConnection() throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_1_1)) {
            TestCall call = call(transport, "POST");
            try (Socket server = accept()) {
                send(server, "HTTP/1.0 200 OK\r\n\r\nall of it");
            }
            assertThat(call.get().text()).isEqualTo("all of it");
        }
    }

    @Test
    void aChunkedBodyHasTrailers() throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_1_1)) {
            TestCall call = call(transport, "POST");
            try (Socket server = accept()) {
                send(
                        server,
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n"
                                + "Grpc-Status: 3\r\n\r\n");
                assertThat(call.get().trailers().get("grpc-status")).isEqualTo("3");
            }
        }
    }

    @Test
    void aHeadResponseHasNoBody() throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_1_1)) {
            TestCall call = call(transport, "HEAD");
            try (Socket server = accept()) {
                send(server, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
                assertThat(call.get().body()).isEmpty();
                TestCall again = call(transport, "HEAD"); // Over the same connection.
                send(server, "HTTP/1.1 204 No Content\r\n\r\n");
                assertThat(again.get().status()).isEqualTo(204);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
                "HTTP/1.1 200 O"
            })
    void aResponseThatIsNotWholeIsBroken(String sent) throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_1_1)) {
            TestCall call = call(transport, "POST");
            try (Socket server = accept()) {
                new RawRequest(server.getInputStream()).readHead();
                send(server, sent);
            }
            assertThat(call.reset()).isEqualTo(StreamReset.Cause.BROKEN);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 2x0 OK\r\n\r\n",
                "SSH-2.0-OpenSSH_9\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
            })
    void aResponseThatBreaksTheRulesIsRefused(String sent) throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_1_1)) {
            TestCall call = call(transport, "POST");
            try (Socket server = accept()) {
                send(server, sent);
                assertThat(call.reset()).isEqualTo(StreamReset.Cause.PROTOCOL);
            }
        }
    }

    @Test
    void aStreamAboveTheLastOfAGoAwayIsRefused() throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_2)) {
            TestCall first = call(transport, "POST");
            try (Socket server = accept()) {
                frame(server, 4, 0, 0); // SETTINGS
                int served = new RawRequest(server.getInputStream()).readFrame(1); // HEADERS
                TestCall second = call(transport, "POST");
                new RawRequest(server.getInputStream()).readFrame(1);
                frame(server, 7, 0, 0, 0, 0, 0, served, 0, 0, 0, 0); // GOAWAY
                assertThat(second.reset()).isEqualTo(StreamReset.Cause.REFUSED);
                frame(server, 1, 5, served, 0x88); // HEADERS: 200, END_STREAM, END_HEADERS
                assertThat(first.get().status()).isEqualTo(200);
                TestCall third = call(transport, "POST"); // Over a new connection.
                try (Socket next = accept()) {
                    frame(next, 4, 0, 0);
                    int refused = new RawRequest(next.getInputStream()).readFrame(1);
                    frame(next, 3, 0, refused, 0, 0, 0, 7); // RST_STREAM: REFUSED_STREAM
                    assertThat(third.reset()).isEqualTo(StreamReset.Cause.REFUSED);
                }
            }
        }
    }

    @Test
    void streamsWaitForTheServersLimit() throws Exception {
        try (NettyTransport transport =
                NettyTransport.builder().maxConnections(1).threads(1).build()) {
            TestCall first = call(transport, "POST");
            TestCall second = call(transport, "POST");
            try (Socket server = accept()) {
                frame(server, 4, 0, 0, 0, 3, 0, 0, 0, 1); // SETTINGS_MAX_CONCURRENT_STREAMS = 1
                RawRequest requests = new RawRequest(server.getInputStream());
                int one = requests.readFrame(1);
                frame(server, 1, 5, one, 0x88);
                assertThat(first.get().status()).isEqualTo(200);
                assertThat(second.response).isNotDone();
                frame(server, 1, 5, requests.readFrame(1), 0x88);
                assertThat(second.get().status()).isEqualTo(200);
            }
        }
    }

    @Test
    void aServerThatDoesNotSpeakHttp2IsUnreachable() throws Exception {
        try (NettyTransport transport = transport(HttpVersion.HTTP_2)) {
            TestCall call = call(transport, "POST");
            try (Socket server = accept()) {
                send(server, "HTTP/1.1 400 Bad Request\r\n\r\n");
                assertThat(call.reset()).isEqualTo(StreamReset.Cause.UNREACHABLE);
            }
        }
    }

    private static void frame(Socket socket, int type, int flags, int stream, int... payload)
            throws IOException {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0);
        frame.write(payload.length >>> 8);
        frame.write(payload.length);
        frame.write(type);
        frame.write(flags);
        frame.write(0);
        frame.write(0);
        frame.write(0);
        frame.write(stream);
        for (int octet : payload) {
            frame.write(octet);
        }
        socket.getOutputStream().write(frame.toByteArray());
    }

    /** What the client sends. */
    private static final class RawRequest {
        private static final int PREFACE_BYTES = 24;
        private final InputStream in;

        RawRequest(InputStream in) {
            this.in = in;
        }

        void readHead() throws IOException {
            int matched = 0;
            while (matched < 4) {
                int octet = in.read();
                matched = octet == "\r\n\r\n".charAt(matched) ? matched + 1 : octet == '\r' ? 1 : 0;
            }
        }

        /** Reads up to a frame of this type; its stream. */
        int readFrame(int wanted) throws IOException {
            while (true) {
                byte[] head = in.readNBytes(9);
                if (head[0] == 'P') {
                    in.readNBytes(PREFACE_BYTES - 9);
                    continue;
                }
                int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
                in.readNBytes(length);
                if (head[3] == wanted) {
                    return head[8];
                }
            }
        }
    }
}
