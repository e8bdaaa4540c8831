package dev.maneki.proxy.it;

import static dev.maneki.proxy.it.TestGateway.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Filter.Field;
import dev.maneki.routing.model.Filter.FieldChanges;
import dev.maneki.routing.model.Filter.PathChange;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.SessionPersistence;
import dev.maneki.routing.model.Timeouts;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests through a real data plane to real backends: what each filter and each failure does. */
@Timeout(60)
class ExchangeIT {
    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestGateway gateway = keep(new TestGateway());

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

    private static int closedPort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    // ---- The way through

    @Test
    void aRequestReachesItsBackendAndSaysWhoSentIt() throws Exception {
        TestBackend cart = keep(TestBackend.named("cart"));
        gateway.route("cart", rule().to(gateway.service("cart", cart.port())));

        HttpResponse<String> response =
                gateway.send("POST", "/cart?item=1", "two shoes", "X-Forwarded-For", "6.6.6.6");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("cart");
        TestBackend.Received received = cart.only();
        assertThat(received.method()).isEqualTo("POST");
        assertThat(received.uri()).isEqualTo("/cart?item=1");
        assertThat(received.body()).isEqualTo("two shoes");
        assertThat(received.header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(received.header("X-Forwarded-Proto")).isEqualTo("http");
        assertThat(received.header("X-Request-Id")).hasSize(16);
        assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + gateway.port());
    }

    @Test
    void everyRequestLeavesOneRecordThatNamesItsWay() throws Exception {
        TestBackend cart = keep(TestBackend.named("cart"));
        gateway.route(
                "cart",
                rule().path(new PathMatch.Prefix("/cart"))
                        .to(gateway.service("cart", cart.port())));

        gateway.get("/cart/1?x=y", "User-Agent", "test/1");
        gateway.get("/elsewhere");

        List<String> records = gateway.records(2);
        assertThat(records).hasSize(2);
        assertThat(records.getFirst())
                .contains(
                        "\"gateway\":\"gateway\"",
                        "\"listener\":\"http\"",
                        "\"route\":\"cart\"",
                        "\"status\":200")
                .contains(
                        "\"backend\":\"cart\"",
                        "\"endpoint\":\"127.0.0.1:" + cart.port() + "\"",
                        "test/1");
        assertThat(records.getLast()).contains("\"status\":404", "\"reason\":\"no_route\"");
    }

    @Test
    void weightsShareRequestsOut() throws Exception {
        TestBackend blue = keep(TestBackend.named("blue"));
        TestBackend green = keep(TestBackend.named("green"));
        TestBackend none = keep(TestBackend.named("none"));
        gateway.route(
                "split",
                rule().to(gateway.service("blue", blue.port()), 3)
                        .to(gateway.service("green", green.port()), 1)
                        .to(gateway.service("none", none.port()), 0));
        Map<String, Integer> answers = new TreeMap<>();
        for (int i = 0; i < 400; i++) {
            answers.merge(gateway.get("/").body(), 1, Integer::sum);
        }
        assertThat(answers).containsOnlyKeys("blue", "green");
        // 300 expected, standard deviation 8.7: six of them to either side.
        assertThat(answers.get("blue")).isBetween(248, 352);
    }

    @Test
    void aLargeBodyStreamsBothWays() throws Exception {
        String big = "0123456789".repeat(1 << 19);
        TestBackend echo =
                keep(
                        TestBackend.answering(
                                "echo",
                                (exchange, request) ->
                                        TestBackend.send(exchange, 200, request.body())));
        gateway.route("echo", rule().to(gateway.service("echo", echo.port())));
        assertThat(gateway.send("POST", "/", big).body()).isEqualTo(big);
    }

    // ---- Filters

    @Test
    void headersAreSetAddedAndRemovedBothWaysRuleFirst() throws Exception {
        TestBackend backend =
                keep(
                        TestBackend.answering(
                                "b",
                                (exchange, request) -> {
                                    exchange.getResponseHeaders().add("X-Gone", "1");
                                    exchange.getResponseHeaders().add("X-Kept", "backend");
                                    TestBackend.send(exchange, 200, "");
                                }));
        gateway.route(
                "edit",
                rule().filter(
                                new Filter.RequestHeaders(
                                        new FieldChanges(
                                                List.of(new Field("X-Set", "rule")),
                                                List.of(new Field("X-Add", "more")),
                                                List.of("X-Drop"))))
                        .filter(
                                new Filter.ResponseHeaders(
                                        new FieldChanges(
                                                List.of(new Field("X-Kept", "rule")),
                                                List.of(),
                                                List.of("x-gone"))))
                        .to(
                                gateway.service("b", backend.port()),
                                1,
                                new Filter.RequestHeaders(
                                        new FieldChanges(
                                                List.of(new Field("X-Set", "backend")),
                                                List.of(),
                                                List.of()))));

        HttpResponse<String> response =
                gateway.get("/", "X-Set", "client", "X-Add", "one", "X-Drop", "x");

        assertThat(backend.only().header("X-Set")).isEqualTo("backend");
        assertThat(backend.only().header("X-Add")).isEqualTo("one, more");
        assertThat(backend.only().headers().containsKey("X-Drop")).isFalse();
        assertThat(response.headers().allValues("x-kept")).containsExactly("rule");
        assertThat(response.headers().firstValue("x-gone")).isEmpty();
    }

    @Test
    void framingFieldsCannotBeEdited() throws Exception {
        TestBackend backend = keep(TestBackend.named("b"));
        gateway.route(
                "edit",
                rule().filter(
                                new Filter.RequestHeaders(
                                        new FieldChanges(
                                                List.of(
                                                        new Field("Content-Length", "3"),
                                                        new Field("Transfer-Encoding", "chunked")),
                                                List.of(),
                                                List.of())))
                        .to(gateway.service("b", backend.port())));
        gateway.send("POST", "/", "eight by");
        assertThat(backend.only().body()).isEqualTo("eight by");
    }

    @Test
    void aRedirectIsAnsweredWithoutABackend() throws Exception {
        gateway.route(
                "old",
                rule().path(new PathMatch.Prefix("/old"))
                        .filter(
                                new Filter.Redirect(
                                        Optional.of("https"),
                                        Optional.of("new.example"),
                                        Optional.of(new PathChange.Prefix("/new")),
                                        Optional.empty(),
                                        308)));
        HttpResponse<String> response = gateway.get("/old/page?q=1");
        assertThat(response.statusCode()).isEqualTo(308);
        assertThat(response.headers().firstValue("location"))
                .contains("https://new.example/new/page?q=1");
    }

    @Test
    void aRewriteChangesHostAndPathButNotTheQuery() throws Exception {
        TestBackend backend = keep(TestBackend.named("b"));
        gateway.route(
                "rewrite",
                rule().path(new PathMatch.Prefix("/a"))
                        .filter(
                                new Filter.Rewrite(
                                        Optional.of("inner.example"),
                                        Optional.of(new PathChange.Prefix("/b"))))
                        .to(gateway.service("b", backend.port())));
        gateway.get("/a/c?d=%20e");
        assertThat(backend.only().uri()).isEqualTo("/b/c?d=%20e");
        assertThat(backend.only().header("Host")).isEqualTo("inner.example");
    }

    @Test
    void mirrorsGetTheWholeRequestAndNoSay() throws Exception {
        TestBackend main = keep(TestBackend.named("main"));
        TestBackend one =
                keep(
                        TestBackend.answering(
                                "one", (exchange, request) -> TestBackend.send(exchange, 500, "")));
        TestBackend two = keep(TestBackend.named("two"));
        TestBackend never = keep(TestBackend.named("never"));
        gateway.route(
                "mirrored",
                rule().filter(new Filter.Mirror(gateway.service("one", one.port()), 1, 1))
                        .filter(new Filter.Mirror(gateway.service("two", two.port()), 100, 100))
                        .filter(new Filter.Mirror(gateway.service("never", never.port()), 0, 100))
                        .filter(new Filter.Mirror(gateway.service("dead", closedPort()), 1, 1))
                        .to(gateway.service("main", main.port())));
        assertThat(gateway.send("POST", "/x", "copied").body()).isEqualTo("main");
        for (int i = 0; i < 500 && (one.received().isEmpty() || two.received().isEmpty()); i++) {
            Thread.sleep(10);
        }
        assertThat(one.only().body()).isEqualTo("copied");
        assertThat(two.only().body()).isEqualTo("copied");
        assertThat(never.received()).isEmpty();
    }

    @Test
    void preflightsAreAnsweredAndResponsesMarked() throws Exception {
        TestBackend backend = keep(TestBackend.named("b"));
        gateway.route(
                "cors",
                rule().filter(
                                new Filter.Cors(
                                        List.of("https://shop.example"),
                                        false,
                                        List.of("PUT"),
                                        List.of("x-token"),
                                        List.of(),
                                        Duration.ofSeconds(5)))
                        .to(gateway.service("b", backend.port())));
        HttpResponse<String> preflight =
                gateway.send(
                        "OPTIONS",
                        "/",
                        "",
                        "Origin",
                        "https://shop.example",
                        "Access-Control-Request-Method",
                        "PUT");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("access-control-allow-methods")).contains("PUT");
        assertThat(backend.received()).isEmpty();
        assertThat(
                        gateway.get("/", "Origin", "https://shop.example")
                                .headers()
                                .firstValue("access-control-allow-origin"))
                .contains("https://shop.example");
        assertThat(
                        gateway.get("/", "Origin", "https://evil.example")
                                .headers()
                                .firstValue("access-control-allow-origin"))
                .isEmpty();
    }

    @Test
    void aSessionStaysWithItsEndpoint() throws Exception {
        TestBackend one = keep(TestBackend.named("one"));
        TestBackend two = keep(TestBackend.named("two"));
        TestBackend three = keep(TestBackend.named("three"));
        gateway.route(
                "sticky",
                rule().to(gateway.service("all", one.port(), two.port(), three.port()))
                        .session(
                                new SessionPersistence(
                                        SessionPersistence.Type.COOKIE,
                                        "sid",
                                        Optional.empty(),
                                        Optional.empty(),
                                        false)));
        HttpResponse<String> first = gateway.get("/");
        String cookie = first.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).startsWith("sid=").contains("HttpOnly").doesNotContain("127.0.0.1");
        String pair = cookie.substring(0, cookie.indexOf(';'));
        for (int i = 0; i < 30; i++) {
            HttpResponse<String> again = gateway.get("/", "Cookie", "a=b; " + pair);
            assertThat(again.body()).isEqualTo(first.body());
            assertThat(again.headers().firstValue("set-cookie")).isEmpty();
        }
        assertThat(gateway.get("/", "Cookie", "sid=forged.0").headers().firstValue("set-cookie"))
                .isPresent();
    }

    // ---- Failures

    @Test
    void aReferenceThatDoesNotResolveGetsItsShareOf500() throws Exception {
        gateway.route(
                "broken",
                rule().to(
                                new BackendTarget.Unresolved(
                                        "shop/none:80", "BackendNotFound", "no Service")));
        HttpResponse<String> response = gateway.get("/");
        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(gateway.records(1).getFirst())
                .contains("\"reason\":\"backend_invalid\"", "shop/none:80");
    }

    @Test
    void withoutEndpointsItIs503() throws Exception {
        gateway.route("empty", rule().to(gateway.service("empty")));
        assertThat(gateway.get("/").statusCode()).isEqualTo(503);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"no_endpoint\"");
    }

    @Test
    void aRefusedConnectionIsTriedOnAnotherEndpoint() throws Exception {
        TestBackend alive = keep(TestBackend.named("alive"));
        gateway.route("half", rule().to(gateway.service("half", alive.port(), closedPort())));
        for (int i = 0; i < 20; i++) {
            assertThat(gateway.send("POST", "/", "body " + i).body()).isEqualTo("alive");
        }
    }

    @Test
    void ifAllRefuseItSaysSo() throws Exception {
        gateway.route("dead", rule().to(gateway.service("dead", closedPort())));
        HttpResponse<String> response = gateway.get("/");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).contains("refuses connections");
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"connect_refused\"");
    }

    @Test
    void aBackendThatHangsUpBeforeAnsweringIs502() throws Exception {
        RawBackend rude = keep(new RawBackend((index, socket, in) -> RawBackend.head(in)));
        gateway.route("rude", rule().to(gateway.service("rude", rude.port())));
        assertThat(gateway.send("POST", "/", "once").statusCode()).isEqualTo(502);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"backend_reset\"");
        // A POST that has been sent is not sent again: nobody knows what became of it.
        assertThat(rude.connections()).isEqualTo(1);
    }

    @Test
    void aKeptConnectionThatDiedIsReplacedForAnIdempotentRequest() throws Exception {
        RawBackend forgetful =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket,
                                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                                    // Keeps the connection until the next request has come, then
                                    // hangs up on it.
                                    RawBackend.head(in);
                                }));
        gateway.route("forgetful", rule().to(gateway.service("forgetful", forgetful.port())));
        for (int i = 0; i < 6; i++) {
            assertThat(gateway.get("/").body()).isEqualTo("ok");
        }
    }

    @Test
    void anInvalidResponseIs502AndNeverPassedOn() throws Exception {
        RawBackend liar =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket,
                                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc");
                                }));
        gateway.route("liar", rule().to(gateway.service("liar", liar.port())));
        assertThat(gateway.get("/").statusCode()).isEqualTo(502);
        assertThat(gateway.records(1).getFirst())
                .contains("\"reason\":\"backend_invalid_response\"");
    }

    @Test
    void aResponseCutShortIsCutShortForTheClientToo() throws Exception {
        RawBackend cut =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket,
                                            "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nonly this");
                                }));
        gateway.route("cut", rule().to(gateway.service("cut", cut.port())));
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> gateway.get("/"))
                .isInstanceOf(java.io.IOException.class);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"backend_reset\"");
    }

    // ---- Time and again

    @Test
    void aRequestThatTakesTooLongIs504() throws Exception {
        TestBackend slow = keep(slow());
        gateway.route(
                "slow",
                rule().timeouts(new Timeouts(Optional.of(Duration.ofMillis(100)), Optional.empty()))
                        .to(gateway.service("slow", slow.port())));
        assertThat(gateway.get("/").statusCode()).isEqualTo(504);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"route_timeout\"");
    }

    @Test
    void aTryThatTakesTooLongIsMadeAgainIfTheRuleSaysSo() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TestBackend onceSlow =
                keep(
                        TestBackend.answering(
                                "once",
                                (exchange, request) -> {
                                    if (calls.getAndIncrement() == 0) {
                                        sleep(3_000);
                                    }
                                    TestBackend.send(exchange, 200, "done " + request.body());
                                }));
        gateway.route(
                "once",
                rule().timeouts(new Timeouts(Optional.empty(), Optional.of(Duration.ofMillis(150))))
                        .retry(new Retry(Set.of(), Optional.of(2), Optional.empty()))
                        .to(gateway.service("once", onceSlow.port())));
        assertThat(gateway.send("POST", "/", "work").body()).isEqualTo("done work");
        assertThat(calls).hasValue(2);
    }

    @Test
    void statusCodesAreRetriedWithTheWholeBody() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        TestBackend moody =
                keep(
                        TestBackend.answering(
                                "moody",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange,
                                                calls.getAndIncrement() < 2 ? 503 : 200,
                                                "got " + request.body())));
        gateway.route(
                "moody",
                rule().retry(
                                new Retry(
                                        Set.of(503),
                                        Optional.of(3),
                                        Optional.of(Duration.ofMillis(10))))
                        .to(gateway.service("moody", moody.port())));
        HttpResponse<String> response = gateway.send("POST", "/", "precious");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("got precious");
        assertThat(gateway.records(1).getFirst()).contains("\"tries\":3");
    }

    @Test
    void afterTheLastTryTheClientGetsWhatTheBackendSaid() throws Exception {
        TestBackend down =
                keep(
                        TestBackend.answering(
                                "down",
                                (exchange, request) ->
                                        TestBackend.send(exchange, 503, "maintenance")));
        gateway.route(
                "down",
                rule().retry(new Retry(Set.of(503), Optional.of(2), Optional.empty()))
                        .to(gateway.service("down", down.port())));
        HttpResponse<String> response = gateway.get("/");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("maintenance");
        assertThat(down.received()).hasSize(3);
    }

    @Test
    void aClientThatGoesAwayEndsTheWorkAtTheBackend() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        RawBackend patient =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    begun.countDown();
                                    if (in.read() < 0) {
                                        gone.countDown();
                                    }
                                }));
        gateway.route("patient", rule().to(gateway.service("patient", patient.port())));
        try (java.net.Socket client = new java.net.Socket("127.0.0.1", gateway.port())) {
            RawBackend.write(client, "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            begun.await();
            client.setSoLinger(true, 0);
        }
        assertThat(gone.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"client_gone\"");
    }

    // ---- Change

    @Test
    void changesUnderLoadFailNoRequest() throws Exception {
        TestBackend one = keep(TestBackend.named("one"));
        TestBackend two = keep(TestBackend.named("two"));
        BackendTarget both = gateway.service("both", one.port(), two.port());
        gateway.route("r", rule().to(both));
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger good = new AtomicInteger();
        List<String> bad = new java.util.concurrent.CopyOnWriteArrayList<>();
        Thread load =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    while (!stop.get()) {
                                        try {
                                            HttpResponse<String> response = gateway.get("/");
                                            if (response.statusCode() == 200) {
                                                good.incrementAndGet();
                                            } else {
                                                bad.add(
                                                        response.statusCode()
                                                                + " "
                                                                + response.body());
                                            }
                                        } catch (Exception e) {
                                            bad.add(e.toString());
                                        }
                                    }
                                });
        for (int i = 0; i < 100; i++) {
            gateway.service("both", i % 2 == 0 ? one.port() : two.port());
            gateway.route(
                    "r",
                    rule().filter(
                                    new Filter.ResponseHeaders(
                                            new FieldChanges(
                                                    List.of(new Field("X-Version", "" + i)),
                                                    List.of(),
                                                    List.of())))
                            .to(both));
            int before = good.get();
            while (good.get() == before && bad.isEmpty()) {
                Thread.sleep(1);
            }
        }
        stop.set(true);
        load.join();
        assertThat(bad).isEmpty();
        assertThat(gateway.get("/").headers().firstValue("x-version")).contains("99");
    }

    @Test
    void drainingLetsTheRunningRequestEnd() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        TestBackend slow =
                keep(
                        TestBackend.answering(
                                "slow",
                                (exchange, request) -> {
                                    arrived.countDown();
                                    sleep(400);
                                    TestBackend.send(exchange, 200, "whole");
                                }));
        gateway.route("slow", rule().to(gateway.service("slow", slow.port())));
        var response =
                java.util.concurrent.CompletableFuture.supplyAsync(
                        () -> {
                            try {
                                return gateway.get("/").body();
                            } catch (Exception e) {
                                return e.toString();
                            }
                        });
        arrived.await();
        assertThat(gateway.proxy().drain(Duration.ofSeconds(20))).isZero();
        assertThat(response.get()).isEqualTo("whole");
    }

    private static TestBackend slow() {
        return TestBackend.answering(
                "slow",
                (exchange, request) -> {
                    sleep(5_000);
                    TestBackend.send(exchange, 200, "late");
                });
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
