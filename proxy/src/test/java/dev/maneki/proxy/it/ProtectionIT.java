package dev.maneki.proxy.it;

import static dev.maneki.proxy.it.TestGateway.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.Timeouts;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What keeps a data plane alive when there is too much of something, or something fails again and
 * again.
 */
@Timeout(60)
class ProtectionIT {
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

    private static CompletableFuture<HttpResponse<String>> later(TestGateway gateway, String path) {
        CompletableFuture<HttpResponse<String>> result = new CompletableFuture<>();
        Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                result.complete(gateway.get(path));
                            } catch (Exception e) {
                                result.completeExceptionally(e);
                            }
                        });
        return result;
    }

    @Test
    void withoutRoomNewRequestsAreRefusedAndOldOnesServed() throws Exception {
        TestGateway gateway = keep(new TestGateway(Map.of(Limit.PROCESS_BUFFER, 1L << 24)));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TestBackend backend =
                keep(
                        TestBackend.answering(
                                "backend",
                                (exchange, request) -> {
                                    if (request.uri().equals("/slow")) {
                                        arrived.countDown();
                                        await(release);
                                    }
                                    TestBackend.send(exchange, 200, "whole");
                                }));
        gateway.route("all", rule().to(gateway.service("backend", backend.port())));
        CompletableFuture<HttpResponse<String>> running = later(gateway, "/slow");
        arrived.await();
        // Stands for what slow clients have not taken yet.
        ByteBuf hoard = PooledByteBufAllocator.DEFAULT.directBuffer(1 << 25);
        try {
            HttpResponse<String> refused = untilStatus(gateway, 503);
            assertThat(refused.headers().firstValue("x-maneki-reason")).contains("overloaded");
            release.countDown();
            assertThat(running.get().body()).isEqualTo("whole");
        } finally {
            hoard.release();
            release.countDown();
        }
        assertThat(untilStatus(gateway, 200).body()).isEqualTo("whole");
    }

    private static HttpResponse<String> untilStatus(TestGateway gateway, int status)
            throws Exception {
        HttpResponse<String> response = gateway.get("/");
        for (int i = 0; i < 500 && response.statusCode() != status; i++) {
            sleep(20);
            response = gateway.get("/");
        }
        assertThat(response.statusCode()).isEqualTo(status);
        return response;
    }

    @Test
    void requestsAtABackendAreCapped() throws Exception {
        TestGateway gateway = keep(new TestGateway(Map.of(Limit.BACKEND_REQUESTS, 2L)));
        CountDownLatch arrived = new CountDownLatch(2);
        CountDownLatch release = new CountDownLatch(1);
        TestBackend slow =
                keep(
                        TestBackend.answering(
                                "slow",
                                (exchange, request) -> {
                                    arrived.countDown();
                                    await(release);
                                    TestBackend.send(exchange, 200, "whole");
                                }));
        gateway.route("slow", rule().to(gateway.service("slow", slow.port())));
        var first = later(gateway, "/1");
        var second = later(gateway, "/2");
        arrived.await();
        HttpResponse<String> third = gateway.get("/3");
        release.countDown();
        assertThat(third.statusCode()).isEqualTo(503);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"backend_overloaded\"");
        assertThat(first.get().body()).isEqualTo("whole");
        assertThat(second.get().body()).isEqualTo("whole");
        assertThat(gateway.proxy().metrics().scrape())
                .contains("maneki_limit_hits_total{limit=\"backend-requests\"} 1");
    }

    @Test
    void requestsThatFindNoConnectionWaitForOne() throws Exception {
        TestGateway gateway = keep(new TestGateway(Map.of(Limit.BACKEND_CONNECTIONS, 2L)));
        TestBackend busy =
                keep(
                        TestBackend.answering(
                                "busy",
                                (exchange, request) -> {
                                    sleep(5);
                                    TestBackend.send(exchange, 200, "served");
                                }));
        gateway.route("busy", rule().to(gateway.service("busy", busy.port())));
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 50; i++) {
                all.add(CompletableFuture.supplyAsync(() -> later(gateway, "/").join(), threads));
            }
            for (var each : all) {
                assertThat(each.get().body()).isEqualTo("served");
            }
        }
    }

    /** Every endpoint has connections of its own, but the backend's limit is for all of them. */
    @Test
    void aConnectionThatFallsFreeAtOneEndpointServesAnother() throws Exception {
        TestGateway gateway = keep(new TestGateway(Map.of(Limit.BACKEND_CONNECTIONS, 1L)));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        RawBackend.Script closing =
                (index, socket, in) -> {
                    RawBackend.head(in);
                    arrived.countDown();
                    await(release);
                    RawBackend.write(
                            socket,
                            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                };
        RawBackend one = keep(new RawBackend(closing));
        RawBackend two = keep(new RawBackend(closing));
        gateway.route("both", rule().to(gateway.service("both", one.port(), two.port())));
        CompletableFuture<HttpResponse<String>> first = later(gateway, "/1");
        arrived.await();
        // By load these go to the endpoint that has no connection.
        List<CompletableFuture<HttpResponse<String>>> others =
                List.of(later(gateway, "/2"), later(gateway, "/3"), later(gateway, "/4"));
        sleep(100);
        release.countDown();

        assertThat(first.get().body()).isEqualTo("ok");
        for (CompletableFuture<HttpResponse<String>> each : others) {
            assertThat(each.get().statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whoGivesUpWaitingDoesNotCountAsWaiting() throws Exception {
        TestGateway gateway =
                keep(
                        new TestGateway(
                                Map.of(
                                        Limit.BACKEND_CONNECTIONS, 1L,
                                        Limit.BACKEND_PENDING, 2L)));
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        TestBackend busy =
                keep(
                        TestBackend.answering(
                                "busy",
                                (exchange, request) -> {
                                    arrived.countDown();
                                    await(release);
                                    TestBackend.send(exchange, 200, "served");
                                }));
        BackendTarget target = gateway.service("busy", busy.port());
        gateway.route("long", rule().path(new PathMatch.Exact("/long")).to(target));
        gateway.route(
                "short",
                rule().to(target)
                        .timeouts(
                                new Timeouts(
                                        Optional.of(Duration.ofMillis(100)), Optional.empty())));
        CompletableFuture<HttpResponse<String>> first = later(gateway, "/long");
        arrived.await();
        for (int i = 0; i < 3; i++) {
            // Not 503: each waits, and none stands in the way of the next.
            assertThat(gateway.get("/short").statusCode()).isEqualTo(504);
        }
        release.countDown();
        assertThat(first.get().body()).isEqualTo("served");
    }

    @Test
    void anEndpointThatFailsIsPutAsideAndComesBack() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        AtomicBoolean ill = new AtomicBoolean(true);
        TestBackend moody =
                keep(
                        TestBackend.answering(
                                "moody",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange, ill.get() ? 503 : 200, "moody")));
        TestBackend good = keep(TestBackend.named("good"));
        gateway.route("two", rule().to(gateway.service("two", moody.port(), good.port())));
        for (int i = 0; i < 60; i++) {
            gateway.get("/");
        }
        int before = moody.received().size();
        for (int i = 0; i < 40; i++) {
            assertThat(gateway.get("/").body()).isEqualTo("good");
        }
        assertThat(moody.received()).hasSize(before);
        ill.set(false);
        boolean back = false;
        for (int i = 0; i < 600 && !back; i++) {
            back = gateway.get("/").body().equals("moody");
            sleep(20);
        }
        assertThat(back).as("the endpoint comes back after its time").isTrue();
    }

    @Test
    void aBodyThatIsTooLargeToKeepIsStillSentOnce() throws Exception {
        TestGateway gateway = keep(new TestGateway(Map.of(Limit.RETRY_BUFFER, 1_000L)));
        TestBackend down =
                keep(
                        TestBackend.answering(
                                "down",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange, 503, "got " + request.body().length())));
        gateway.route(
                "down",
                rule().retry(new Retry(Set.of(503), Optional.of(3), Optional.empty()))
                        .to(gateway.service("down", down.port())));
        HttpResponse<String> response = gateway.send("POST", "/", "x".repeat(200_000));
        assertThat(response.body()).isEqualTo("got 200000");
        assertThat(down.received()).hasSize(1);
    }

    @Test
    void aMirrorThatHangsHoldsNothingUp() throws Exception {
        TestGateway gateway = keep(new TestGateway());
        TestBackend main =
                keep(
                        TestBackend.answering(
                                "main",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange, 200, "got " + request.body().length())));
        // Accepts and never reads.
        RawBackend deaf = keep(new RawBackend((index, socket, in) -> sleep(30_000)));
        BackendTarget copy = gateway.service("deaf", deaf.port());
        gateway.route(
                "mirrored",
                rule().filter(new Filter.Mirror(copy, 1, 1))
                        .to(gateway.service("main", main.port())));
        assertThat(gateway.send("POST", "/", "x".repeat(8_000_000)).body())
                .isEqualTo("got 8000000");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
