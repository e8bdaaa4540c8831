package dev.maneki.proxy.it;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** A backend that does exactly what a test says, byte for byte, connection by connection. */
final class RawBackend implements AutoCloseable {
    /** What to do with connection number {@code index}, from 0. The socket is closed after it. */
    interface Script {
        void run(int index, Socket socket, InputStream in) throws IOException;
    }

    private final ServerSocket listening;
    private final AtomicInteger connections = new AtomicInteger();

    RawBackend(Script script) {
        try {
            listening = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(() -> accept(script));
    }

    private void accept(Script script) {
        try {
            while (true) {
                Socket socket = listening.accept();
                int index = connections.getAndIncrement();
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try (socket) {
                                        script.run(
                                                index,
                                                socket,
                                                new BufferedInputStream(socket.getInputStream()));
                                    } catch (IOException e) {
                                        // The other side went away: the test sees what it wants to
                                        // see there.
                                    }
                                });
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    /** Reads up to and with the empty line that ends a head; empty at the end of the stream. */
    static String head(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        byte[] end = {'\r', '\n', '\r', '\n'};
        while (at < end.length) {
            int next = in.read();
            if (next < 0) {
                return "";
            }
            bytes.write(next);
            at = next == end[at] ? at + 1 : next == '\r' ? 1 : 0;
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
    }

    int port() {
        return listening.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
