package dev.maneki.app.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The admin address: health, metrics, status, explanations, over plain HTTP.
 *
 * <p>It has no password: it stands on a loopback address unless somebody asks for another, changes
 * nothing, and answers a browser's script from elsewhere neither directly (it sends no CORS fields)
 * nor through a name that was made to point here ({@link HostCheck}). It is the JDK's own server on
 * virtual threads, so that nothing done here is ever done on a thread that carries traffic.
 */
public final class AdminServer implements AutoCloseable {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";

    static {
        // The server's own limits can only be set so; a slow client must not collect threads here.
        setDefault("jdk.httpserver.maxConnections", "256");
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "30");
        setDefault("sun.net.httpserver.idleInterval", "30");
        setDefault("sun.net.httpserver.nodelay", "true");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HostCheck hostCheck;
    private final AdminPages pages;

    private AdminServer(HttpServer server, HostCheck hostCheck, AdminPages pages) {
        this.server = server;
        this.hostCheck = hostCheck;
        this.pages = pages;
    }

    /**
     * Starts to answer on {@code address}.
     *
     * @param hostName as the address was asked for, which a {@code Host} field may then say
     * @throws IOException if it cannot be bound
     */
    public static AdminServer start(InetSocketAddress address, String hostName, AdminPages pages)
            throws IOException {
        AdminServer admin =
                new AdminServer(HttpServer.create(address, 64), new HostCheck(hostName), pages);
        admin.server.setExecutor(admin.threads);
        admin.page("/", exchange -> admin.send(exchange, 200, TEXT, INDEX));
        admin.page("/livez", exchange -> admin.send(exchange, 200, TEXT, "ok\n"));
        admin.page("/readyz", admin::readiness);
        admin.page("/metrics", admin::metrics);
        admin.page("/status", admin::status);
        admin.page("/explain", admin::explain);
        admin.server.start();
        return admin;
    }

    private static final String INDEX =
            """
            Maneki admin address
            /livez     whether the process lives
            /readyz    whether it takes traffic
            /metrics   Prometheus text
            /status    ?kind= &namespace= &name=   resources and their status, JSON
            /explain   ?method= &url= &header=name:+value &client-ip=   what serves a request, JSON
            """;

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Stops at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void page(String path, HttpHandler handler) {
        server.createContext(
                path,
                exchange -> {
                    try (exchange) {
                        guarded(path, handler, exchange);
                    }
                });
    }

    private void guarded(String path, HttpHandler handler, HttpExchange exchange)
            throws IOException {
        String method = exchange.getRequestMethod();
        if (!hostCheck.allows(exchange.getRequestHeaders().get("Host"))) {
            send(exchange, 421, TEXT, "the Host field must name this address\n");
        } else if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            send(exchange, 405, TEXT, "only GET\n");
        } else if (!exchange.getRequestURI().getPath().equals(path)) {
            // The JDK's contexts are prefixes.
            send(exchange, 404, TEXT, "no such page\n");
        } else {
            try {
                handler.handle(exchange);
            } catch (IllegalArgumentException wrong) {
                send(exchange, 400, JSON, error(String.valueOf(wrong.getMessage())));
            }
        }
    }

    private void readiness(HttpExchange exchange) throws IOException {
        Optional<String> unready = pages.unready();
        send(
                exchange,
                unready.isEmpty() ? 200 : 503,
                TEXT,
                unready.map(why -> why + "\n").orElse("ok\n"));
    }

    private void metrics(HttpExchange exchange) throws IOException {
        send(exchange, 200, METRICS, pages.metrics());
    }

    private void status(HttpExchange exchange) throws IOException {
        Query query = Query.of(exchange.getRequestURI().getRawQuery());
        StatusFilter filter =
                new StatusFilter(
                        query.first("kind"), query.first("namespace"), query.first("name"));
        send(exchange, 200, JSON, Json.write(pages.status(filter)) + "\n");
    }

    private void explain(HttpExchange exchange) throws IOException {
        Query query = Query.of(exchange.getRequestURI().getRawQuery());
        String method = query.first("method");
        ExplainQuery asked =
                new ExplainQuery(
                        method.isEmpty() ? "GET" : method,
                        query.first("url"),
                        query.all("header"),
                        query.first("client-ip"));
        send(exchange, 200, JSON, Json.write(pages.explain(asked)) + "\n");
    }

    private static String error(String message) {
        return Json.write(Tree.object().with("error", message).build()) + "\n";
    }

    private void send(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        if (!head) {
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
