package dev.maneki.proxy.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Says one thing to whoever has sent something, in the clear, and closes. */
final class PlainServer implements AutoCloseable {
    private final ServerSocket socket;

    PlainServer(String answer) throws IOException {
        socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual()
                .start(
                        () -> {
                            while (!socket.isClosed()) {
                                try (Socket client = socket.accept()) {
                                    int read = client.getInputStream().read(new byte[4_096]);
                                    if (read > 0) {
                                        client.getOutputStream()
                                                .write(answer.getBytes(StandardCharsets.US_ASCII));
                                    }
                                } catch (IOException e) {
                                    // The test has ended.
                                }
                            }
                        });
    }

    int port() {
        return socket.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
