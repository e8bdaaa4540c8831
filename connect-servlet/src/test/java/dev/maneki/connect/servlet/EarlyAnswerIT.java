package dev.maneki.connect.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Router;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Answers that come while the request is still sent, over HTTP/1.1: the client gets them whole, and
 * its connection goes on after a rest of reasonable length.
 */
@Timeout(60)
class EarlyAnswerIT {
    private static final byte[] PIECE = new byte[64 * 1024];
    private static final String NEXT = "GET /app/rpc/x/Y HTTP/1.1\r\nhost: x\r\n\r\n";

    @ParameterizedTest
    @EnumSource(Container.Kind.class)
    void theRestIsDroppedAndTheConnectionGoesOn(Container.Kind kind) throws Exception {
        try (Container container = container(kind);
                Wire wire = new Wire(container.port())) {
            wire.send(post("x/Y", "application/json", "content-length: " + 16 * PIECE.length));
            assertThat(wire.response()).startsWith("HTTP/1.1 404");
            for (int i = 0; i < 16; i++) {
                wire.send(PIECE);
            }
            wire.send(NEXT);
            assertThat(wire.response()).startsWith("HTTP/1.1 404");
        }
    }

    /** Who waits for the end of the response before it ends its request must not wait forever. */
    @ParameterizedTest
    @EnumSource(Container.Kind.class)
    void aStreamOfResponsesEndsBeforeTheRequest(Container.Kind kind) throws Exception {
        try (Container container = container(kind);
                Wire wire = new Wire(container.port())) {
            String type = "application/connect+proto";
            wire.send(post("test.v1.Greeter/ClientStream", type, "transfer-encoding: chunked"));
            wire.send("b\r\n\0\0\0\0\6\n\4fail\r\n");
            assertThat(wire.response()).startsWith("HTTP/1.1 200").contains("failed_precondition");
            wire.send("0\r\n\r\n");
            wire.send(NEXT);
            assertThat(wire.response()).startsWith("HTTP/1.1 404");
        }
    }

    @ParameterizedTest
    @EnumSource(Container.Kind.class)
    void aRestWithoutEndIsCutOff(Container.Kind kind) throws Exception {
        try (Container container = container(kind);
                Wire wire = new Wire(container.port())) {
            wire.send(post("x/Y", "application/json", "content-length: " + (1L << 40)));
            assertThat(wire.response()).startsWith("HTTP/1.1 404");
            assertThatThrownBy(
                            () -> {
                                for (int i = 0; i < 16 * 1024; i++) {
                                    wire.send(PIECE);
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    private static Container container(Container.Kind kind) throws Exception {
        return Container.start(kind, Router.builder().service(new Greeter().service()).build());
    }

    private static String post(String path, String type, String length) {
        return "POST /app/rpc/%s HTTP/1.1\r\nhost: x\r\ncontent-type: %s\r\n%s\r\n\r\n"
                .formatted(path, type, length);
    }

    /** A client that says what it is told to, when it is told to. */
    private static final class Wire implements AutoCloseable {
        private final Socket socket;
        private final OutputStream output;
        private final DataInputStream input;

        Wire(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            output = socket.getOutputStream();
            input = new DataInputStream(socket.getInputStream());
        }

        void send(String text) throws IOException {
            send(text.getBytes(ISO_8859_1));
        }

        void send(byte[] bytes) throws IOException {
            output.write(bytes);
        }

        /** The next response, whole. */
        String response() throws IOException {
            StringBuilder read = new StringBuilder();
            until(read, "\r\n\r\n");
            String head = read.toString().toLowerCase(Locale.ROOT);
            if (head.contains("transfer-encoding: chunked")) {
                until(read, "\r\n0\r\n\r\n");
            } else {
                String length = head.replaceAll("(?s).*content-length: (\\d+).*", "$1");
                read.append(new String(input.readNBytes(Integer.parseInt(length)), ISO_8859_1));
            }
            return read.toString();
        }

        private void until(StringBuilder read, String end) throws IOException {
            while (read.length() < end.length()
                    || !read.substring(read.length() - end.length()).equals(end)) {
                read.append((char) input.readUnsignedByte());
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
