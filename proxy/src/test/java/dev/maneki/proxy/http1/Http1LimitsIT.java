package dev.maneki.proxy.http1;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.model.Limit;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a slow or greedy peer gets, and how much of it is ever kept in memory. */
class Http1LimitsIT {
    private static final int HUGE = 100 << 20;

    @Test
    void answers408ToAHeadThatDoesNotArrive() throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = relay(backend.port(), Limit.HEADER_TIMEOUT, 50);
                Wire client = Wire.connect(relay.port())) {
            client.send("GET / HTTP/1.1\r\nHost");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            assertThat(relay.worker.metrics().limitHits(Limit.HEADER_TIMEOUT)).isEqualTo(1);
        }
    }

    @Test
    void closesAnIdleConnectionWithoutAWord() throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = relay(backend.port(), Limit.IDLE_TIMEOUT, 50);
                Wire client = Wire.connect(relay.port())) {
            assertThat(client.readToEnd()).isEmpty();
            try (Wire other = Wire.connect(relay.port())) {
                other.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(other.readToEnd()).isEqualTo(RecordingBackend.RESPONSE);
            }
        }
    }

    @Test
    void answers408ToABodyThatStopsComing() throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = relay(backend.port(), Limit.BODY_TIMEOUT, 50);
                Wire client = Wire.connect(relay.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
            assertThat(relay.clientFaults)
                    .extracting(StreamFault::reason)
                    .containsExactly(Reason.REQUEST_TIMEOUT);
            assertThat(backend.everything()).endsWith("\r\n\r\nabc");
        }
    }

    @Test
    void tellsAverageRatesOfBodiesApart() {
        Http1ServerTimeouts timeouts = new Http1ServerTimeouts();
        timeouts.bodyFrom(0);
        long fourSeconds = TimeUnit.SECONDS.toNanos(4);
        long tenSeconds = TimeUnit.SECONDS.toNanos(10);
        assertThat(timeouts.bodyTooSlow(fourSeconds, 0, Limits.DEFAULT)).isFalse();
        assertThat(timeouts.bodyTooSlow(tenSeconds, 2399, Limits.DEFAULT)).isTrue();
        assertThat(timeouts.bodyTooSlow(tenSeconds, 2400, Limits.DEFAULT)).isFalse();
        timeouts.pausedAt(tenSeconds);
        timeouts.resumedAt(3 * tenSeconds);
        assertThat(timeouts.bodyTooSlow(3 * tenSeconds, 2400, Limits.DEFAULT)).isFalse();
    }

    @Test
    void answers408ToABodyThatComesTooSlowly() throws Exception {
        try (RecordingBackend backend = new RecordingBackend();
                Relay relay = relay(backend.port(), Limit.BODY_RATE, 240);
                Wire client = Wire.connect(relay.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
            Thread.ofVirtual().start(() -> dribble(client));
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 408 ");
        }
    }

    private static void dribble(Wire to) {
        try {
            while (true) {
                to.send("x");
                Thread.sleep(200);
            }
        } catch (java.io.IOException | InterruptedException over) {
            // As it should, once the answer was read.
        }
    }

    @Test
    void resetsAClientThatTakesNothing() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = relay(socket.getLocalPort(), Limit.WRITE_TIMEOUT, 200);
                Wire client = Wire.connect(relay.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: " + HUGE + "\r\n\r\n");
                Thread writer = Thread.ofVirtual().start(() -> write(backend));
                // Ends when the relay gives the backend up.
                writer.join();
            }
            assertThat(relay.clientFaults)
                    .extracting(StreamFault::detail)
                    .containsExactly("took nothing of its response");
        }
    }

    @Test
    void keepsLittleOfAHugeResponseInMemory() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                backend.send("HTTP/1.1 200 OK\r\nContent-Length: " + HUGE + "\r\n\r\n");
                Thread.ofVirtual().start(() -> write(backend));
                client.readUntil("\r\n\r\n");
                assertThat(read(client, HUGE)).isEqualTo(HUGE);
                assertThat(relay.mostToClient).isBetween(1L, 1L << 20);
            }
        }
    }

    @Test
    void keepsLittleOfAHugeRequestInMemory() throws Exception {
        try (ServerSocket socket = Wire.listen();
                Relay relay = new Relay(socket.getLocalPort(), TestPort.plain());
                Wire client = Wire.connect(relay.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + HUGE + "\r\n\r\n");
            Thread.ofVirtual().start(() -> write(client));
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                assertThat(read(backend, HUGE)).isEqualTo(HUGE);
                assertThat(relay.mostToBackend).isBetween(1L, 1L << 20);
                backend.send(RecordingBackend.RESPONSE);
                assertThat(client.readUntil("\r\n\r\n")).isEqualTo(RecordingBackend.RESPONSE);
            }
        }
    }

    /** Turning unwritable within a write must neither repeat nor lose a byte. */
    @Test
    void passesChunksOfAllSizesToAReaderThatIsSlower() throws Exception {
        byte[] body = new byte[4 << 20];
        new Random(7).nextBytes(body);
        try (ServerSocket socket = Wire.listen();
                Relay relay = relay(socket.getLocalPort(), Limit.CONNECTION_BUFFER, 8192);
                Wire client = Wire.connect(relay.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            Thread.ofVirtual().start(() -> writeChunks(client, body));
            try (Wire backend = Wire.accept(socket)) {
                backend.readUntil("\r\n\r\n");
                assertThat(readChunks(backend)).isEqualTo(body);
            }
        }
    }

    private static void writeChunks(Wire to, byte[] body) {
        Random random = new Random(8);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 0; at < body.length; ) {
            int size = Math.min(body.length - at, 1 + random.nextInt(9000));
            all.writeBytes((Integer.toHexString(size) + "\r\n").getBytes(US_ASCII));
            all.write(body, at, size);
            all.writeBytes("\r\n".getBytes(US_ASCII));
            at += size;
        }
        all.writeBytes("0\r\n\r\n".getBytes(US_ASCII));
        try {
            to.socket.getOutputStream().write(all.toByteArray());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static byte[] readChunks(Wire from) throws java.io.IOException {
        InputStream in = new BufferedInputStream(from.socket.getInputStream());
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        while (true) {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                assertThat(octet).as("chunk size %s", line).isBetween(0, 127);
                line.append((char) octet);
            }
            int size = Integer.parseInt(line.toString().strip(), 16);
            if (size == 0) {
                return body.toByteArray();
            }
            body.writeBytes(in.readNBytes(size));
            assertThat(in.readNBytes(2)).asString(US_ASCII).isEqualTo("\r\n");
        }
    }

    private static Relay relay(int backendPort, Limit limit, long value) {
        return new Relay(backendPort, TestPort.with(Map.of(limit, value)));
    }

    private static void write(Wire to) {
        byte[] piece = new byte[1 << 16];
        try {
            OutputStream out = to.socket.getOutputStream();
            for (int i = 0; i < HUGE / piece.length; i++) {
                out.write(piece);
            }
        } catch (java.io.IOException brokenOff) {
            // As it should, if the peer breaks off.
        }
    }

    private static int read(Wire from, int count) throws java.io.IOException {
        byte[] piece = new byte[1 << 16];
        InputStream in = from.socket.getInputStream();
        int total = 0;
        while (total < count) {
            int n = in.read(piece);
            if (n < 0) {
                break;
            }
            total += n;
        }
        return total;
    }
}
