package dev.maneki.proxy.it;

import static dev.maneki.proxy.it.TestGateway.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Filter.AuthDialect;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.Timeouts;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
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

/** An authorization server asked by HTTP, through a real data plane (GEP-1494). */
@Timeout(60)
class AuthHttpIT {
    private static final AuthDialect PLAIN = new AuthDialect.Http("", List.of(), List.of());

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestGateway gateway =
            keep(new TestGateway(Map.of(Limit.AUTH_TIMEOUT, 10_000L, Limit.RETRY_BUFFER, 65_536L)));
    private final TestBackend backend = keep(TestBackend.named("backend"));

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

    private Filter filter(int port, AuthDialect dialect, int maxBody) {
        BackendTarget target = gateway.service("auth", port);
        return new Filter.ExternalAuth(
                ((BackendTarget.Resolved) target).backend(), dialect, maxBody);
    }

    private BackendTarget toBackend() {
        return gateway.service("backend", backend.port());
    }

    private TestBackend asking(AuthDialect dialect, int maxBody, TestBackend.Answer answer) {
        TestBackend auth = keep(TestBackend.answering("auth", answer));
        gateway.route("r", rule().filter(filter(auth.port(), dialect, maxBody)).to(toBackend()));
        return auth;
    }

    // ---- What is asked

    @Test
    void theServerSeesMethodHostPathAndAuthorizationOnly() throws Exception {
        TestBackend auth =
                asking(PLAIN, 0, (exchange, request) -> TestBackend.send(exchange, 200, ""));

        HttpResponse<String> response =
                gateway.send(
                        "POST",
                        "/cart/./x?y=%41",
                        "two shoes",
                        "Authorization",
                        "Bearer t",
                        "X-Other",
                        "secret",
                        "Content-Type",
                        "text/plain");

        assertThat(response.body()).isEqualTo("backend");
        TestBackend.Received asked = auth.only();
        assertThat(asked.method()).isEqualTo("POST");
        assertThat(asked.uri()).isEqualTo("/cart/x?y=%41");
        assertThat(asked.header("Host")).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(asked.header("Authorization")).isEqualTo("Bearer t");
        assertThat(asked.header("Content-Length")).isEqualTo("0");
        assertThat(asked.body()).isEmpty();
        assertThat(asked.headers().keySet())
                .containsExactlyInAnyOrder("Host", "Authorization", "Content-length");
        assertThat(backend.only().body()).isEqualTo("two shoes");
        assertThat(backend.only().header("X-Other")).isEqualTo("secret");
    }

    @Test
    void aPrefixAndListedFieldsAreSentToo() throws Exception {
        TestBackend auth =
                asking(
                        new AuthDialect.Http(
                                "/check",
                                List.of("Cookie", "X-Forwarded-For", "Connection"),
                                List.of()),
                        0,
                        (exchange, request) -> TestBackend.send(exchange, 200, ""));

        gateway.get("/a?b", "Cookie", "s=1", "X-Forwarded-For", "6.6.6.6");

        assertThat(auth.only().uri()).isEqualTo("/check/a?b");
        assertThat(auth.only().header("Cookie")).isEqualTo("s=1");
        assertThat(auth.only().header("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(auth.only().header("Content-Length")).isEqualTo("0");
    }

    @Test
    void aBodyIsForwardedToBothUpToItsSize() throws Exception {
        TestBackend auth =
                asking(PLAIN, 1000, (exchange, request) -> TestBackend.send(exchange, 200, ""));

        assertThat(gateway.send("PUT", "/", "x".repeat(1000)).statusCode()).isEqualTo(200);
        assertThat(auth.only().body()).hasSize(1000);
        assertThat(auth.only().header("Content-Length")).isEqualTo("1000");
        assertThat(backend.only().body()).hasSize(1000);

        HttpResponse<String> longer = gateway.send("PUT", "/", "x".repeat(1001));
        assertThat(longer.statusCode()).isEqualTo(413);
        assertThat(longer.headers().firstValue("x-maneki-reason")).contains("auth_body_too_large");
        assertThat(auth.received()).hasSize(1);
        assertThat(backend.received()).hasSize(1);
    }

    @Test
    void aChunkedBodyIsHeldNoLongerThanItsSize() throws Exception {
        TestBackend auth =
                asking(PLAIN, 10, (exchange, request) -> TestBackend.send(exchange, 200, ""));
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(20_000);
            RawBackend.write(
                    client,
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "6\r\nabcdef\r\n5\r\nghijk\r\n");
            assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 413 ");
        }
        assertThat(auth.received()).isEmpty();
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(20_000);
            RawBackend.write(
                    client,
                    "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "6\r\nabcdef\r\n4\r\nghij\r\n0\r\n\r\n");
            assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
        assertThat(auth.only().body()).isEqualTo("abcdefghij");
        assertThat(auth.only().header("Content-Length")).isEqualTo("10");
        assertThat(backend.only().body()).isEqualTo("abcdefghij");
    }

    @Test
    void aClientThatWaitsFor100IsToldToSendItsBody() throws Exception {
        asking(PLAIN, 100, (exchange, request) -> TestBackend.send(exchange, 200, ""));
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(20_000);
            RawBackend.write(
                    client,
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n"
                            + "Expect: 100-continue\r\n\r\n");
            assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 100 ");
            RawBackend.write(client, "abc");
            assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 200 ");
        }
        assertThat(backend.only().body()).isEqualTo("abc");
    }

    // ---- Yes

    @Test
    void fieldsOfTheAnswerComeIntoTheRequest() throws Exception {
        asking(
                PLAIN,
                0,
                (exchange, request) -> {
                    exchange.getResponseHeaders().add("X-User", "alice");
                    exchange.getResponseHeaders().add("X-Group", "a");
                    exchange.getResponseHeaders().add("X-Group", "b");
                    exchange.getResponseHeaders().add("Content-Type", "text/html");
                    exchange.getResponseHeaders().add("Host", "evil.example");
                    TestBackend.send(exchange, 200, "welcome");
                });

        gateway.send("POST", "/", "{}", "X-User", "admin", "Content-Type", "application/json");

        TestBackend.Received received = backend.only();
        assertThat(received.header("X-User")).isEqualTo("alice");
        assertThat(received.header("X-Group")).isEqualTo("a, b");
        assertThat(received.header("Content-Type")).isEqualTo("application/json");
        assertThat(received.header("Content-Length")).isEqualTo("2");
        assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(received.body()).isEqualTo("{}");
    }

    @Test
    void ofAListOnlyThoseComeAndAClientCannotSayThemItself() throws Exception {
        asking(
                new AuthDialect.Http("", List.of(), List.of("X-User", "X-Role")),
                0,
                (exchange, request) -> {
                    exchange.getResponseHeaders().add("X-User", "alice");
                    exchange.getResponseHeaders().add("X-Internal", "1");
                    TestBackend.send(exchange, 200, "");
                });

        gateway.get("/", "X-User", "admin", "X-Role", "root");

        assertThat(backend.only().header("X-User")).isEqualTo("alice");
        assertThat(backend.only().header("X-Role")).isEmpty();
        assertThat(backend.only().header("X-Internal")).isEmpty();
    }

    // ---- No

    @Test
    void aRefusalGoesToTheClientAsItIs() throws Exception {
        asking(
                PLAIN,
                0,
                (exchange, request) -> {
                    exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
                    TestBackend.send(exchange, 401, "who are you?");
                });

        HttpResponse<String> response = gateway.get("/");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("who are you?");
        assertThat(response.headers().firstValue("www-authenticate")).contains("Basic realm=\"x\"");
        assertThat(response.headers().firstValue("x-maneki-reason")).contains("auth_denied");
        assertThat(backend.received()).isEmpty();
        assertThat(gateway.records(1).getFirst())
                .contains("\"status\":401", "\"reason\":\"auth_denied\"", "shop/auth:80")
                .doesNotContain("\"backend\":\"backend\"");
    }

    @Test
    void aRedirectToALoginPageIsARefusalToo() throws Exception {
        asking(
                PLAIN,
                0,
                (exchange, request) -> {
                    exchange.getResponseHeaders().add("Location", "https://login.example/");
                    exchange.sendResponseHeaders(302, -1);
                });
        HttpResponse<String> response = gateway.get("/");
        assertThat(response.statusCode()).isEqualTo(302);
        assertThat(response.headers().firstValue("location")).contains("https://login.example/");
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void anotherStatusOfSuccessIsNoYesAndNotShownAsSuccess() throws Exception {
        asking(PLAIN, 0, (exchange, request) -> exchange.sendResponseHeaders(204, -1));
        assertThat(gateway.get("/").statusCode()).isEqualTo(403);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aLongRefusalPassesWithoutBeingGathered() throws Exception {
        String page = "x".repeat(3_000_000);
        asking(PLAIN, 0, (exchange, request) -> TestBackend.send(exchange, 403, page));
        assertThat(gateway.get("/").body()).isEqualTo(page);
    }

    @Test
    void aRefusedUploadIsNotReadByTheBackend() throws Exception {
        asking(PLAIN, 0, (exchange, request) -> TestBackend.send(exchange, 401, "no"));
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(20_000);
            RawBackend.write(
                    client,
                    "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 200000\r\n\r\n"
                            + "x".repeat(100_000));
            assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 401 ");
        }
        assertThat(backend.received()).isEmpty();
    }

    // ---- Nobody knows

    @Test
    void aServerThatIsNotThereLetsNobodyIn() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        gateway.route("r", rule().filter(filter(port, PLAIN, 0)).to(toBackend()));

        HttpResponse<String> response = gateway.get("/");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"auth_unreachable\"");
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aServerWithoutEndpointsLetsNobodyIn() throws Exception {
        BackendTarget none = gateway.service("auth");
        gateway.route(
                "r",
                rule().filter(
                                new Filter.ExternalAuth(
                                        ((BackendTarget.Resolved) none).backend(), PLAIN, 0))
                        .to(toBackend()));
        assertThat(gateway.get("/").statusCode()).isEqualTo(503);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aServerThatBreaksOffLetsNobodyIn() throws Exception {
        RawBackend auth =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(socket, "HTTP/1.1 200 OK\r\nContent-Le");
                                }));
        gateway.route("r", rule().filter(filter(auth.port(), PLAIN, 0)).to(toBackend()));
        HttpResponse<String> response = gateway.get("/");
        assertThat(response.statusCode()).isEqualTo(502);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aSilentServerLetsNobodyIn() throws Exception {
        try (TestGateway hasty = new TestGateway(Map.of(Limit.AUTH_TIMEOUT, 200L))) {
            RawBackend auth =
                    keep(
                            new RawBackend(
                                    (index, socket, in) -> {
                                        RawBackend.head(in);
                                        in.read();
                                    }));
            BackendTarget target = hasty.service("auth", auth.port());
            hasty.route(
                    "r",
                    rule().filter(
                                    new Filter.ExternalAuth(
                                            ((BackendTarget.Resolved) target).backend(), PLAIN, 0))
                            .to(hasty.service("backend", backend.port())));
            assertThat(hasty.get("/").statusCode()).isEqualTo(504);
            assertThat(hasty.records(1).getFirst()).contains("\"reason\":\"auth_timeout\"");
        }
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void theRoutesOwnTimeHoldsWhileTheServerIsAsked() throws Exception {
        RawBackend auth =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    in.read();
                                }));
        gateway.route(
                "r",
                rule().filter(filter(auth.port(), PLAIN, 0))
                        .timeouts(
                                new Timeouts(Optional.of(Duration.ofMillis(200)), Optional.empty()))
                        .to(toBackend()));
        assertThat(gateway.get("/").statusCode()).isEqualTo(504);
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"route_timeout\"");
    }

    @Test
    void aClientThatGoesAwayEndsTheQuestion() throws Exception {
        BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        RawBackend auth =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    heads.add(RawBackend.head(in));
                                    ends.add(in.read());
                                }));
        gateway.route("r", rule().filter(filter(auth.port(), PLAIN, 0)).to(toBackend()));
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            RawBackend.write(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(heads.poll(20, TimeUnit.SECONDS)).startsWith("GET / ");
        }
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    /** Such as those of frameworks that send chunks whatever the length. */
    @Test
    void aYesWithABodyOfUnknownLengthKeepsItsConnection() throws Exception {
        RawBackend auth =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    while (!RawBackend.head(in).isEmpty()) {
                                        RawBackend.write(
                                                socket,
                                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n"
                                                        + "\r\n2\r\nok\r\n0\r\n\r\n");
                                    }
                                }));
        gateway.route("r", rule().filter(filter(auth.port(), PLAIN, 0)).to(toBackend()));
        for (int i = 0; i < 5; i++) {
            assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        }
        assertThat(auth.connections()).isOne();
    }

    /** One that does not end is not waited for, nor kept. */
    @Test
    void aYesWithoutEndIsCutAndTheRequestGoesOn() throws Exception {
        BlockingQueue<Integer> ends = new LinkedBlockingQueue<>();
        RawBackend auth =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket,
                                            "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
                                    ends.add(in.read());
                                }));
        gateway.route("r", rule().filter(filter(auth.port(), PLAIN, 0)).to(toBackend()));
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(ends.poll(20, TimeUnit.SECONDS)).isEqualTo(-1);
    }

    @Test
    void aKeptConnectionThatWasJustClosedIsNoReasonToRefuse() throws Exception {
        RawBackend auth =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                                    if (index == 0) {
                                        RawBackend.head(in); // The second question: closed on it.
                                    } else {
                                        in.read();
                                    }
                                }));
        gateway.route("r", rule().filter(filter(auth.port(), PLAIN, 0)).to(toBackend()));
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(auth.connections()).isEqualTo(2);
    }

    // ---- Beside other filters

    @Test
    void aPreflightIsAnsweredUnaskedAndARefusalIsReadableToTheBrowser() throws Exception {
        TestBackend auth =
                keep(
                        TestBackend.answering(
                                "auth",
                                (exchange, request) -> TestBackend.send(exchange, 401, "no")));
        gateway.route(
                "r",
                rule().filter(filter(auth.port(), PLAIN, 0))
                        .filter(
                                new Filter.Cors(
                                        List.of("https://shop.example"),
                                        false,
                                        List.of("PUT"),
                                        List.of(),
                                        List.of(),
                                        Duration.ofSeconds(5)))
                        .to(toBackend()));
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
        assertThat(auth.received()).isEmpty();

        HttpResponse<String> refused =
                gateway.send("PUT", "/", "", "Origin", "https://shop.example");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("access-control-allow-origin"))
                .contains("https://shop.example");
    }

    @Test
    void theServerIsAskedOnceHoweverOftenABackendIsTried() throws Exception {
        TestBackend auth =
                keep(
                        TestBackend.answering(
                                "auth",
                                (exchange, request) -> {
                                    exchange.getResponseHeaders().add("X-User", "alice");
                                    TestBackend.send(exchange, 200, "");
                                }));
        TestBackend failing =
                keep(
                        TestBackend.answering(
                                "failing",
                                (exchange, request) -> TestBackend.send(exchange, 503, "")));
        gateway.route(
                "r",
                rule().filter(filter(auth.port(), PLAIN, 0))
                        .retry(new Retry(Set.of(503), Optional.of(2), Optional.empty()))
                        .to(gateway.service("failing", failing.port())));
        assertThat(gateway.send("POST", "/", "body").statusCode()).isEqualTo(503);
        assertThat(auth.received()).hasSize(1);
        assertThat(failing.received()).hasSize(3);
        assertThat(failing.received())
                .allMatch(each -> each.body().equals("body"))
                .allMatch(each -> each.header("X-User").equals("alice"));
    }

    @Test
    void mirrorsGetWhatIsAllowedAndAllOfIt() throws Exception {
        TestBackend copy = keep(TestBackend.named("copy"));
        TestBackend auth =
                keep(
                        TestBackend.answering(
                                "auth",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange,
                                                request.uri().equals("/no") ? 403 : 200,
                                                "")));
        gateway.route(
                "r",
                rule().filter(filter(auth.port(), PLAIN, 5000))
                        .filter(new Filter.Mirror(gateway.service("copy", copy.port()), 1, 1))
                        .to(toBackend()));
        assertThat(gateway.send("POST", "/no", "n".repeat(3000)).statusCode()).isEqualTo(403);
        assertThat(gateway.send("POST", "/yes", "y".repeat(3000)).statusCode()).isEqualTo(200);
        for (int i = 0; i < 500 && copy.received().isEmpty(); i++) {
            Thread.sleep(10);
        }
        assertThat(copy.only().body()).hasSize(3000);
        assertThat(copy.only().uri()).isEqualTo("/yes");
        assertThat(backend.only().body()).hasSize(3000);
    }

    @Test
    void severalServersMustAllAgree() throws Exception {
        TestBackend first =
                keep(
                        TestBackend.answering(
                                "first",
                                (exchange, request) -> {
                                    exchange.getResponseHeaders().add("X-One", "1");
                                    TestBackend.send(exchange, 200, "");
                                }));
        TestBackend second =
                keep(
                        TestBackend.answering(
                                "second",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange,
                                                request.header("X-One").equals("1") ? 403 : 500,
                                                "")));
        BackendTarget two = gateway.service("second", second.port());
        gateway.route(
                "r",
                rule().filter(filter(first.port(), PLAIN, 0))
                        .to(
                                toBackend(),
                                1,
                                new Filter.ExternalAuth(
                                        ((BackendTarget.Resolved) two).backend(),
                                        new AuthDialect.Http("", List.of("x-one"), List.of()),
                                        0)));
        assertThat(gateway.get("/").statusCode()).isEqualTo(403);
        assertThat(first.received()).hasSize(1);
        assertThat(second.received()).hasSize(1);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aWebSocketIsAskedAboutBeforeItOpens() throws Exception {
        RawBackend socketBackend =
                keep(
                        new RawBackend(
                                (index, socket, in) -> {
                                    RawBackend.head(in);
                                    RawBackend.write(
                                            socket,
                                            "HTTP/1.1 101 Switching Protocols\r\n"
                                                    + "Connection: upgrade\r\nUpgrade: websocket\r\n"
                                                    + "\r\n");
                                    byte[] four = in.readNBytes(4);
                                    RawBackend.write(
                                            socket, new String(four, StandardCharsets.US_ASCII));
                                }));
        TestBackend auth =
                keep(
                        TestBackend.answering(
                                "auth",
                                (exchange, request) ->
                                        TestBackend.send(
                                                exchange,
                                                request.uri().equals("/no") ? 403 : 200,
                                                "")));
        gateway.route(
                "r",
                rule().filter(filter(auth.port(), PLAIN, 1000))
                        .to(gateway.service("sockets", socketBackend.port())));
        String upgrade =
                " HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
                        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
                        + "\r\n";
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(20_000);
            RawBackend.write(client, "GET /no" + upgrade);
            assertThat(RawBackend.head(client.getInputStream())).startsWith("HTTP/1.1 403 ");
        }
        assertThat(socketBackend.connections()).isZero();
        try (Socket client = new Socket("127.0.0.1", gateway.port())) {
            client.setSoTimeout(20_000);
            RawBackend.write(client, "GET /yes" + upgrade);
            InputStream in = client.getInputStream();
            assertThat(RawBackend.head(in)).startsWith("HTTP/1.1 101 ");
            RawBackend.write(client, "ping");
            assertThat(new String(in.readNBytes(4), StandardCharsets.US_ASCII)).isEqualTo("ping");
        }
    }
}
