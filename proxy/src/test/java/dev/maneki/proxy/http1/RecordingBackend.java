package dev.maneki.proxy.http1;

import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A backend that notes every byte it gets, one string a connection, and answers each complete
 * request with an empty 200. It reads framing as plainly as can be, since what it gets was written
 * by us.
 */
final class RecordingBackend implements AutoCloseable {
    static final String RESPONSE = "HTTP/1.1 200 OK\r\nDate: x\r\nContent-Length: 0\r\n\r\n";

    final List<StringBuffer> received = new CopyOnWriteArrayList<>();
    private final ServerSocket server;
    private final List<Thread> serving = new CopyOnWriteArrayList<>();

    RecordingBackend() throws IOException {
        server = Wire.listen();
        server.setSoTimeout(0);
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Waits until all connections have ended; everything received, in the order of connecting. */
    String everything() throws InterruptedException {
        for (Thread each : serving) {
            if (!each.join(Duration.ofSeconds(10))) {
                throw new AssertionError("a connection stays open: " + received);
            }
        }
        return String.join("|", received);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                StringBuffer text = new StringBuffer();
                received.add(text);
                serving.add(Thread.ofVirtual().start(() -> serve(socket, text)));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket, StringBuffer text) {
        try (socket) {
            InputStream in = socket.getInputStream();
            int start = 0;
            byte[] piece = new byte[1 << 16];
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                text.append(new String(piece, 0, count, StandardCharsets.ISO_8859_1));
                if (complete(text.substring(start))) {
                    start = text.length();
                    socket.getOutputStream().write(RESPONSE.getBytes(StandardCharsets.ISO_8859_1));
                }
            }
        } catch (IOException reset) {
            // Noted as what had come until then.
        }
    }

    private static boolean complete(String request) {
        int head = request.indexOf("\r\n\r\n");
        if (head < 0) {
            return false;
        }
        String lower = request.substring(0, head).toLowerCase(java.util.Locale.ROOT);
        String body = request.substring(head + 4);
        if (lower.contains("\r\ntransfer-encoding: chunked")) {
            int last = body.startsWith("0\r\n") ? 0 : body.indexOf("\r\n0\r\n") + 2;
            return (last == 0 ? body.startsWith("0\r\n") : last > 1) && body.endsWith("\r\n\r\n");
        }
        int length = lower.indexOf("\r\ncontent-length: ");
        if (length < 0) {
            return true;
        }
        String rest = lower.substring(length + 18);
        int end = rest.indexOf('\r');
        return body.length() >= Integer.parseInt(end < 0 ? rest : rest.substring(0, end));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
