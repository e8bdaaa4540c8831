package dev.maneki.proxy.it;

import static dev.maneki.proxy.it.TestGateway.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.Timeouts;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One side is done before the other: nothing may be left open, and nothing cut. */
@Timeout(60)
class EarlyEndIT {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;

    /** The index of {@code :status: 200} in HPACK's static table, as a field. */
    private static final byte STATUS_200 = (byte) 0x88;

    private final List<AutoCloseable> open = new ArrayList<>();

    private <T extends AutoCloseable> T keep(T each) {
        open.add(each);
        return each;
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private record Frame(int type, int flags, int stream, byte[] payload) {}

    private static Frame read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        int length = data.readUnsignedByte() << 16 | data.readUnsignedShort();
        int type = data.readUnsignedByte();
        int flags = data.readUnsignedByte();
        int stream = data.readInt();
        byte[] payload = new byte[length];
        data.readFully(payload);
        return new Frame(type, flags, stream, payload);
    }

    private static void write(OutputStream out, int type, int flags, int stream, byte... payload)
            throws IOException {
        byte[] frame = new byte[9 + payload.length];
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        out.write(frame);
        out.flush();
    }

    /**
     * A backend in HTTP/2 that answers 200, or what {@code first} says to the first request, as
     * soon as {@code bytes} of the body have come, and tells which streams were reset.
     */
    private RawBackend http2Backend(byte[] first, int bytes, BlockingQueue<Integer> resets) {
        return keep(
                new RawBackend(
                        (index, socket, in) -> {
                            in.readNBytes(24);
                            OutputStream out = socket.getOutputStream();
                            write(out, SETTINGS, 0, 0);
                            int came = 0;
                            while (true) {
                                Frame frame = read(in);
                                came += frame.type() == DATA ? frame.payload().length : 0;
                                boolean answer =
                                        bytes == 0
                                                ? frame.type() == HEADERS
                                                : frame.type() == DATA && came >= bytes;
                                if (frame.type() == RST_STREAM) {
                                    resets.add(frame.stream());
                                } else if (answer) {
                                    byte[] head =
                                            frame.stream() == 1 ? first : new byte[] {STATUS_200};
                                    write(out, HEADERS, 0x5, frame.stream(), head);
                                    came = Integer.MIN_VALUE;
                                }
                            }
                        }));
    }

    private Socket connect(TestGateway gateway) throws IOException {
        return keep(new Socket(InetAddress.getLoopbackAddress(), gateway.port()));
    }

    private static final String CHUNKED =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n";

    @Test
    void aMirrorThatAnswersEarlyIsRidOfTheRequest() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        BlockingQueue<Integer> resets = new LinkedBlockingQueue<>();
        RawBackend mirror = http2Backend(new byte[] {STATUS_200}, 0, resets);
        TestBackend backend = keep(TestBackend.named("backend"));
        gateway.route(
                "mirrored",
                rule().filter(
                                new Filter.Mirror(
                                        gateway.service(
                                                "mirror", Backend.Protocol.HTTP2, mirror.port()),
                                        1,
                                        1))
                        .to(gateway.service("backend", backend.port())));
        Socket client = connect(gateway);
        RawBackend.write(client, CHUNKED);

        assertThat(resets.poll(20, TimeUnit.SECONDS)).isEqualTo(1);

        RawBackend.write(client, "0\r\n\r\n");
        assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 200");
    }

    @Test
    void aMirrorThatNeverAnswersDoesNotKeepItsConnection() throws Exception {
        TestGateway gateway = keep(new TestGateway(Map.of(Limit.STREAM_IDLE_TIMEOUT, 300L)));
        BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
        RawBackend mirror =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    ended.add(in.read());
                                }));
        TestBackend backend = keep(TestBackend.named("backend"));
        gateway.route(
                "mirrored",
                rule().filter(new Filter.Mirror(gateway.service("mirror", mirror.port()), 1, 1))
                        .to(gateway.service("backend", backend.port())));

        assertThat(gateway.get("/").body()).isEqualTo("backend");
        assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    /** What is thrown away is read on to save the connection, but not for ever. */
    @Test
    void anAnswerThatIsThrownAwayAndDoesNotEndDoesNotKeepItsConnection() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        BlockingQueue<Integer> ended = new LinkedBlockingQueue<>();
        RawBackend backend =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    String status = index == 0 ? "503 Later" : "200 OK";
                                    int length = index == 0 ? 10 : 0;
                                    RawBackend.write(
                                            socket,
                                            "HTTP/1.1 "
                                                    + status
                                                    + "\r\nContent-Length: "
                                                    + length
                                                    + "\r\n\r\n");
                                    int end = in.read();
                                    if (index == 0) {
                                        ended.add(end);
                                    }
                                }));
        gateway.route(
                "retried",
                rule().retry(new Retry(Set.of(503), Optional.of(1), Optional.empty()))
                        .to(gateway.service("backend", backend.port())));

        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(ended.poll(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void aBackendWhoseEarlyAnswerIsThrownAwayIsRidOfTheRequest() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        BlockingQueue<Integer> resets = new LinkedBlockingQueue<>();
        byte[] status503 = {0x08, 3, '5', '0', '3'};
        RawBackend backend = http2Backend(status503, 0, resets);
        gateway.route(
                "retried",
                rule().retry(new Retry(Set.of(503), Optional.of(1), Optional.empty()))
                        .to(gateway.service("backend", Backend.Protocol.HTTP2, backend.port())));
        Socket client = connect(gateway);
        RawBackend.write(client, CHUNKED);

        assertThat(resets.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
        assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 200");
    }

    /** The client has sent all, but what the backend's window does not allow is still here. */
    @Test
    void aBackendThatTakesNoMoreAndAnswersIsRidOfTheRequest() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        BlockingQueue<Integer> resets = new LinkedBlockingQueue<>();
        RawBackend backend = http2Backend(new byte[] {STATUS_200}, 65_535, resets);
        gateway.route(
                "all",
                rule().to(gateway.service("backend", Backend.Protocol.HTTP2, backend.port())));

        assertThat(gateway.send("POST", "/", "x".repeat(80_000)).statusCode()).isEqualTo(200);
        assertThat(resets.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void aTimeoutIsNoReasonToTryAgainUnasked() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        RawBackend backend =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                                    RawBackend.head(in);
                                    in.read(); // No answer, until the gateway goes away.
                                }));
        gateway.route(
                "all",
                rule().timeouts(new Timeouts(Optional.empty(), Optional.of(Duration.ofMillis(200))))
                        .to(gateway.service("backend", backend.port())));
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);

        assertThat(gateway.get("/").statusCode()).isEqualTo(504);
        assertThat(backend.connections()).isOne();
    }

    /** The time of a backend is over when it has answered; how long a client takes is its own. */
    @Test
    void aSlowClientIsNotTheBackendsDelay() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        TestBackend backend =
                keep(
                        TestBackend.answering(
                                "backend",
                                (exchange, request) ->
                                        TestBackend.send(exchange, 200, "x".repeat(5_000))));
        gateway.route(
                "all",
                rule().timeouts(new Timeouts(Optional.empty(), Optional.of(Duration.ofMillis(200))))
                        .to(gateway.service("backend", backend.port())));
        Socket client = connect(gateway);
        OutputStream out = client.getOutputStream();
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // SETTINGS_INITIAL_WINDOW_SIZE: 1,000 bytes.
        write(out, SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 0, (byte) 0, (byte) 3, (byte) 232);
        // :method: GET, :scheme: http, :path: /, :authority: a
        byte[] request = {(byte) 0x82, (byte) 0x86, (byte) 0x84, 0x41, 1, 'a'};
        write(out, HEADERS, 0x5, 1, request);
        InputStream in = client.getInputStream();
        assertThat(data(in, 1_000)).isEqualTo(1_000);
        Thread.sleep(600); // Three times of what the backend has.

        write(out, WINDOW_UPDATE, 0, 1, (byte) 0, (byte) 0, (byte) 39, (byte) 16);
        assertThat(data(in, 4_000)).isEqualTo(4_000);
    }

    /** Reads DATA until this many bytes have come. */
    private static int data(InputStream in, int bytes) throws IOException {
        int came = 0;
        while (came < bytes) {
            Frame frame = read(in);
            assertThat(frame.type()).isNotEqualTo(RST_STREAM);
            came += frame.type() == DATA ? frame.payload().length : 0;
        }
        return came;
    }
}
