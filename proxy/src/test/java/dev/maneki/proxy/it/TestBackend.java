package dev.maneki.proxy.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** A backend that says what it got: the JDK's HTTP server on a port of its own. */
final class TestBackend implements AutoCloseable {
    /** What a request looked like when it arrived. */
    record Received(
            String method, String uri, com.sun.net.httpserver.Headers headers, String body) {
        String header(String name) {
            List<String> values = headers.get(name);
            return values == null ? "" : String.join(", ", values);
        }
    }

    /** What to do with a request. */
    interface Answer {
        void to(HttpExchange exchange, Received received) throws IOException;
    }

    private final HttpServer server;
    private final String name;
    private final List<Received> received = new CopyOnWriteArrayList<>();

    private TestBackend(String name, Answer answer) {
        this.name = name;
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        String body =
                                new String(
                                        exchange.getRequestBody().readAllBytes(),
                                        StandardCharsets.UTF_8);
                        Received each =
                                new Received(
                                        exchange.getRequestMethod(),
                                        exchange.getRequestURI().toString(),
                                        exchange.getRequestHeaders(),
                                        body);
                        received.add(each);
                        answer.to(exchange, each);
                    }
                });
        server.start();
    }

    /** Answers everything with 200 and its name. */
    static TestBackend named(String name) {
        return answering(name, (exchange, request) -> send(exchange, 200, name));
    }

    static TestBackend answering(String name, Answer answer) {
        return new TestBackend(name, answer);
    }

    static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    String name() {
        return name;
    }

    int port() {
        return server.getAddress().getPort();
    }

    List<Received> received() {
        return received;
    }

    Received only() {
        if (received.size() != 1) {
            throw new AssertionError("one request expected at " + name + ", not " + received);
        }
        return received.getFirst();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
