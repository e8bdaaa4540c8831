package dev.maneki.app.quickstart;

import dev.maneki.app.admin.AdminClient;
import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.app.admin.StatusFilter;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Makes the tour that {@code maneki quickstart} proposes, and says what it saw. */
public final class Tour {
    private final Quickstart quickstart;
    private final Console console;
    private final Visitor visitor;
    private final AdminClient admin;
    private int failures;

    /** A tour of a running quickstart that serves a copy: it edits a file. */
    public Tour(Quickstart quickstart, Console console) throws Exception {
        this.quickstart = quickstart;
        this.console = console;
        this.visitor = new Visitor(quickstart);
        this.admin = new AdminClient(quickstart.admin());
    }

    /** One stop: what was seen, or an exception that says what was seen instead. */
    private interface Stop {
        String see() throws Exception;
    }

    /** All stops; whether each was as it should be. */
    public boolean make() {
        try (visitor) {
            stop("a request goes to the shop", this::shop);
            stop("nine of ten go to version 1", this::weights);
            stop("a header chooses version 2", this::header);
            stop("an address that has moved redirects", this::redirect);
            stop("checkout goes to another team's service, its path rewritten", this::checkout);
            stop("HTTPS, with HTTP/2", this::https);
            stop("WebSocket", this::webSocket);
            stop("gRPC", this::grpc);
            stop("explain says why", this::explain);
            stop("status says that all is well", this::status);
            stop("a file is edited while requests run", this::edit);
            stop("a mistake costs nothing", this::mistake);
            stop("very many routes come while requests run", this::manyRoutes);
            stop("metrics count what was done", this::metrics);
            stop("the gateway drains", this::drain);
        }
        console.print(failures == 0 ? "all is well\n" : failures + " stops failed\n");
        return failures == 0;
    }

    private void stop(String what, Stop stop) {
        try {
            console.print("ok      " + what + ": " + stop.see() + "\n");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failures++;
        } catch (Exception | AssertionError wrong) {
            failures++;
            console.print("FAILED  " + what + ": " + wrong + "\n");
        }
    }

    private static void expect(boolean condition, Object seen) {
        if (!condition) {
            throw new AssertionError("saw " + seen);
        }
    }

    private String shop() throws Exception {
        HttpResponse<String> response = visitor.get("/");
        String mark = response.headers().firstValue("x-front-door").orElse("");
        expect(response.statusCode() == 200 && mark.equals("maneki"), response.headers());
        return "200 by " + Visitor.backend(response);
    }

    private String weights() throws Exception {
        int first = 0;
        int total = 200;
        for (int i = 0; i < total; i++) {
            if (Visitor.backend(visitor.get("/cart")).equals("shop-v1")) {
                first++;
            }
        }
        // Twelve standard deviations around 180.
        expect(first > 130 && first < total, first + " of " + total + " by shop-v1");
        return first + " of " + total;
    }

    private String header() throws Exception {
        HttpResponse<String> response = visitor.get("/cart", "x-version", "v2");
        expect(Visitor.backend(response).equals("shop-v2"), response.body());
        return "x-version: v2 went to shop-v2";
    }

    private String redirect() throws Exception {
        HttpResponse<String> response = visitor.get("/old-shop/shoes");
        String location = response.headers().firstValue("location").orElse("");
        expect(response.statusCode() == 301 && location.endsWith("/shop/shoes"), location);
        return "301 to " + location;
    }

    private String checkout() throws Exception {
        HttpResponse<String> response = visitor.get("/checkout/pay?now=1");
        Tree.Fields echo = Visitor.echo(response);
        boolean right =
                echo.text("backend").equals("payments")
                        && echo.text("target").equals("/pay?now=1")
                        && echo.object("headers").text("x-from-team").equals("shop");
        expect(right, response.body());
        return "payments saw " + echo.text("target");
    }

    private String https() throws Exception {
        HttpResponse<String> response = visitor.getSecure("/cart");
        expect(response.statusCode() == 200, response);
        expect(response.version() == HttpClient.Version.HTTP_2, response.version());
        return "200 over " + response.version();
    }

    private String webSocket() throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocket socket =
                visitor.client()
                        .newWebSocketBuilder()
                        .buildAsync(
                                URI.create("ws://127.0.0.1:" + quickstart.httpPort() + "/chat"),
                                new WebSocket.Listener() {
                                    @Override
                                    public CompletionStage<?> onText(
                                            WebSocket from, CharSequence text, boolean last) {
                                        answer.complete(text.toString());
                                        from.request(1);
                                        return CompletableFuture.completedStage(null);
                                    }

                                    @Override
                                    public CompletionStage<?> onClose(
                                            WebSocket from, int code, String reason) {
                                        closed.complete(code);
                                        return CompletableFuture.completedStage(null);
                                    }

                                    @Override
                                    public void onError(WebSocket from, Throwable error) {
                                        answer.completeExceptionally(error);
                                    }
                                })
                        .get(10, TimeUnit.SECONDS);
        socket.sendText("hello", true);
        String text = answer.get(10, TimeUnit.SECONDS);
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
        closed.get(10, TimeUnit.SECONDS);
        expect(text.equals("chat: hello"), text);
        return "'" + text + "'";
    }

    private String grpc() throws Exception {
        GrpcCall.Reply reply =
                GrpcCall.call(
                        quickstart.httpPort(),
                        "grpc.localhost:" + quickstart.httpPort(),
                        "/maneki.example.Echo/Say",
                        EchoMessage.request("hello"));
        boolean right =
                reply.status().equals("0")
                        && reply.message().contains("hello")
                        && reply.message().contains("echo");
        expect(right, reply);
        return "grpc-status 0, 'hello' by echo";
    }

    private String explain() throws Exception {
        Tree.Fields answer =
                admin.explain(new ExplainQuery("GET", visitor.url("/checkout/pay"), List.of(), ""));
        boolean right =
                answer.object("route").text("name").equals("checkout")
                        && answer.text("action").equals("forward")
                        && !answer.objects("rejected").isEmpty();
        expect(right, Json.write(answer));
        return answer.text("gateway")
                + ", listener "
                + answer.text("listener")
                + ", HTTPRoute "
                + answer.object("route").text("namespace")
                + "/checkout; "
                + answer.objects("rejected").size()
                + " others rejected";
    }

    private String status() throws Exception {
        Tree.Fields answer = admin.status(StatusFilter.ALL);
        List<String> bad =
                answer.objects("resources").stream()
                        .filter(each -> !each.text("message").isEmpty())
                        .map(Json::write)
                        .toList();
        expect(bad.isEmpty() && !answer.objects("resources").isEmpty(), bad);
        return answer.objects("resources").size() + " resources with a status";
    }

    /** All traffic to version 2, by editing one file, while two clients ask all the time. */
    private String edit() throws Exception {
        Path shop = quickstart.folder().resolve("shop.yaml");
        String before = Files.readString(shop);
        String after =
                before.replace("weight: 90", "weight: 0").replace("weight: 10", "weight: 100");
        expect(!after.equals(before), "no weights in " + shop);
        try (Load load = new Load(visitor, 2)) {
            long start = System.nanoTime();
            Files.writeString(shop, after);
            int misses = 0;
            for (int i = 0; i < 20; i++) {
                if (!Visitor.backend(visitor.get("/cart")).equals("shop-v2")) {
                    misses++;
                    i = -1;
                    expect(misses < 5_000, "still version 1 after " + misses + " requests");
                }
            }
            long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
            Load.Count count = load.end();
            expect(count.failed() == 0, count);
            return "all to version 2 within "
                    + millis
                    + " ms; "
                    + count.answered()
                    + " requests meanwhile, none failed";
        }
    }

    private String mistake() throws Exception {
        Path shop = quickstart.folder().resolve("shop.yaml");
        String good = Files.readString(shop);
        Files.writeString(shop, good.replaceFirst("weight: 100", "weigth: 100"));
        Tree.Fields resource = Tree.EMPTY;
        for (int i = 0; i < 500 && !resource.text("state").equals("Outdated"); i++) {
            Thread.sleep(10);
            resource =
                    admin.status(new StatusFilter("HTTPRoute", "shop", "shop"))
                            .objects("resources")
                            .getFirst();
        }
        expect(resource.text("state").equals("Outdated"), Json.write(resource));
        HttpResponse<String> response = visitor.get("/cart");
        expect(response.statusCode() == 200, response);
        Files.writeString(shop, good);
        Tree.Fields finding = resource.objects("findings").getFirst();
        return "still 200; " + finding.text("field") + ": " + finding.text("message");
    }

    /** Explain is asked when they are in force: all routes would answer 200. */
    private String manyRoutes() throws Exception {
        String last = ManyRoutes.path(ManyRoutes.COUNT - 1);
        try (Load load = new Load(visitor, 1)) {
            long start = System.nanoTime();
            try (ManyRoutes many = ManyRoutes.write(quickstart.folder())) {
                ExplainQuery query = new ExplainQuery("GET", visitor.url(last), List.of(), "");
                String route = "";
                for (int i = 0; i < 1_000 && !route.startsWith("many-"); i++) {
                    Thread.sleep(10);
                    route = admin.explain(query).object("route").text("name");
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
                Load.Count count = load.end();
                expect(route.startsWith("many-"), route);
                expect(visitor.get(last).statusCode() == 200, last);
                expect(count.failed() == 0, count);
                return ManyRoutes.COUNT
                        + " of them within "
                        + millis
                        + " ms; "
                        + count.answered()
                        + " requests meanwhile, none failed";
            }
        }
    }

    private String metrics() throws Exception {
        String text = visitor.body("http://" + quickstart.admin() + "/metrics");
        long lines = text.lines().filter(line -> line.startsWith("maneki_")).count();
        expect(lines > 10, text);
        return lines + " samples";
    }

    private String drain() throws Exception {
        boolean ended = quickstart.drain();
        expect(ended, "connections that had to be cut");
        return "no request was cut";
    }
}
