package dev.maneki.proxy.it;

import static dev.maneki.proxy.it.Proto.header;
import static dev.maneki.proxy.it.Proto.message;
import static dev.maneki.proxy.it.TestGateway.rule;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Filter.AuthDialect;
import dev.maneki.routing.model.Limit;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An authorization server asked by Envoy's gRPC contract, through a real data plane. */
@Timeout(60)
class AuthGrpcIT {
    private static final AuthDialect ALL = new AuthDialect.Grpc(List.of());
    private static final Proto OK_STATUS = message();
    private static final Proto DENIED_STATUS = message().with(1, 7);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestGateway gateway =
            keep(new TestGateway(Map.of(Limit.AUTH_ANSWER_BYTES, 4096L)));
    private final TestBackend backend =
            keep(
                    TestBackend.answering(
                            "backend",
                            (exchange, request) -> {
                                exchange.getResponseHeaders().add("Set-Cookie", "own=1");
                                exchange.getResponseHeaders().add("X-Backend", "yes");
                                TestBackend.send(exchange, 200, "backend");
                            }));

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

    private GrpcAuthServer asking(AuthDialect dialect, int maxBody, GrpcAuthServer.Method method) {
        GrpcAuthServer auth = keep(new GrpcAuthServer(method));
        BackendTarget target = gateway.service("auth", Backend.Protocol.HTTP2, auth.port());
        gateway.route(
                "r",
                rule().filter(
                                new Filter.ExternalAuth(
                                        ((BackendTarget.Resolved) target).backend(),
                                        dialect,
                                        maxBody))
                        .to(gateway.service("backend", backend.port())));
        return auth;
    }

    private GrpcAuthServer answering(Proto answer) {
        return asking(ALL, 0, call -> new GrpcAuthServer.Answer(answer.bytes(), 0));
    }

    private static Proto ok(Proto response) {
        return message().with(1, OK_STATUS).with(3, response);
    }

    // ---- What is asked

    @Test
    void theServerIsToldOfTheRequest() throws Exception {
        GrpcAuthServer auth =
                asking(
                        ALL,
                        100,
                        call -> new GrpcAuthServer.Answer(message().with(1, OK_STATUS).bytes(), 0));

        HttpResponse<String> response =
                gateway.send(
                        "POST",
                        "/a/../b?c=d",
                        "{\"é\":1}",
                        "Authorization",
                        "Bearer t",
                        "X-Many",
                        "1",
                        "X-Many",
                        "2");

        assertThat(response.body()).isEqualTo("backend");
        assertThat(backend.only().body()).isEqualTo("{\"é\":1}");
        GrpcAuthServer.Call call = auth.calls().getFirst();
        assertThat(call.head().path()).hasToString("/envoy.service.auth.v3.Authorization/Check");
        assertThat(call.head().get("content-type")).hasToString("application/grpc");
        assertThat(call.head().get("te")).hasToString("trailers");
        assertThat(call.head().get("grpc-timeout")).hasToString("5000m");
        byte[] asked = call.message();
        assertThat(http(asked, 2)).containsExactly("POST");
        assertThat(http(asked, 4)).containsExactly("/b?c=d");
        assertThat(http(asked, 5)).containsExactly("127.0.0.1:" + gateway.port());
        assertThat(http(asked, 6)).containsExactly("http");
        assertThat(http(asked, 9)).containsExactly("8");
        assertThat(http(asked, 10)).containsExactly("HTTP/1.1");
        assertThat(http(asked, 11)).hasSize(1);
        assertThat(http(asked, 1).getFirst()).hasSize(16);
        assertThat(headers(asked))
                .containsEntry("authorization", "Bearer t")
                .containsEntry("x-many", "1, 2")
                .containsEntry("x-forwarded-for", "127.0.0.1")
                .doesNotContainKey("connection");
        assertThat(Proto.at(asked, 1, 1, 1, 1, 2)).containsExactly("127.0.0.1");
        assertThat(Proto.at(asked, 1, 2, 1, 1, 3))
                .containsExactly(Integer.toString(gateway.port()));
        assertThat(Proto.at(asked, 1, 4, 1, 1)).hasSize(1);
    }

    @Test
    void ofAListOnlyThoseFieldsAreShown() throws Exception {
        GrpcAuthServer auth =
                asking(
                        new AuthDialect.Grpc(List.of("Authorization", "X-One")),
                        0,
                        call -> new GrpcAuthServer.Answer(message().with(1, OK_STATUS).bytes(), 0));
        gateway.get("/", "Authorization", "a", "X-One", "1", "X-Two", "2");
        assertThat(headers(auth.calls().getFirst().message()))
                .containsOnlyKeys("authorization", "x-one");
    }

    private static List<String> http(byte[] message, int field) {
        return Proto.at(message, 1, 4, 2, field);
    }

    private static Map<String, String> headers(byte[] message) {
        List<String> names = Proto.at(message, 1, 4, 2, 3, 1);
        List<String> values = Proto.at(message, 1, 4, 2, 3, 2);
        Map<String, String> headers = new TreeMap<>();
        for (int i = 0; i < names.size(); i++) {
            headers.put(names.get(i), values.get(i));
        }
        return headers;
    }

    // ---- Yes

    @Test
    void aYesChangesRequestAndResponse() throws Exception {
        answering(
                ok(
                        message()
                                .with(2, header("x-user", "alice"))
                                .with(2, header("x-more", "two").with(2, message().with(1, 1)))
                                .with(2, header("x-kept", "new").with(3, 1))
                                .with(2, header("x-absent", "new").with(3, 3))
                                .with(2, header("x-blank", ""))
                                .with(2, header(":path", "/admin"))
                                .with(2, header("Host", "evil"))
                                .with(2, header("content-length", "0"))
                                .with(2, header("transfer-encoding", "chunked"))
                                .with(5, "authorization")
                                .with(5, "host")
                                .with(6, header("set-cookie", "session=1"))
                                .with(6, header("x-backend", "no").with(3, 2))
                                .with(7, message().with(1, "tenant").with(2, "a b"))
                                .with(8, "token")));

        HttpResponse<String> response =
                gateway.send(
                        "POST",
                        "/x?token=1&tenant=evil&z=%20",
                        "body",
                        "Authorization",
                        "secret",
                        "X-User",
                        "admin",
                        "X-More",
                        "one",
                        "X-Kept",
                        "old",
                        "X-Blank",
                        "spoofed");

        TestBackend.Received received = backend.only();
        assertThat(received.uri()).isEqualTo("/x?z=%20&tenant=a+b");
        assertThat(received.body()).isEqualTo("body");
        assertThat(received.header("X-User")).isEqualTo("alice");
        assertThat(received.header("X-More")).isEqualTo("one, two");
        assertThat(received.header("X-Kept")).isEqualTo("old");
        assertThat(received.headers())
                .doesNotContainKeys("Authorization", "X-absent", "X-blank", "Transfer-encoding");
        assertThat(received.header("Host")).isEqualTo("127.0.0.1:" + gateway.port());
        assertThat(response.headers().allValues("set-cookie"))
                .containsExactlyInAnyOrder("own=1", "session=1");
        assertThat(response.headers().allValues("x-backend")).containsExactly("no");
    }

    @Test
    void anOkResponseAloneIsAYesAsWithEnvoy() throws Exception {
        answering(message().with(3, message().with(2, header("x-user", "alice"))));
        assertThat(gateway.get("/").statusCode()).isEqualTo(200);
        assertThat(backend.only().header("X-User")).isEqualTo("alice");
    }

    // ---- No

    @Test
    void aNoGoesToTheClientAsTheServerSays() throws Exception {
        answering(
                message()
                        .with(1, DENIED_STATUS)
                        .with(
                                2,
                                message()
                                        .with(1, message().with(1, 401))
                                        .with(2, header("www-authenticate", "Bearer"))
                                        .with(2, header("set-cookie", "a=1"))
                                        .with(2, header("set-cookie", "b=2"))
                                        .with(2, header("content-length", "9999"))
                                        .with(3, "go away")));

        HttpResponse<String> response = gateway.get("/");

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.body()).isEqualTo("go away");
        assertThat(response.headers().allValues("set-cookie")).containsExactly("a=1", "b=2");
        assertThat(response.headers().firstValue("www-authenticate")).contains("Bearer");
        assertThat(backend.received()).isEmpty();
        assertThat(gateway.records(1).getFirst()).contains("\"reason\":\"auth_denied\"");
    }

    @Test
    void aNoWithoutMoreIs403() throws Exception {
        answering(message().with(1, DENIED_STATUS));
        assertThat(gateway.get("/").statusCode()).isEqualTo(403);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void whatIsNoClearYesIsANo() throws Exception {
        // Nothing said; a yes that denies; a yes whose code is no.
        for (Proto answer :
                List.of(
                        message(),
                        message().with(1, OK_STATUS).with(2, message()),
                        message().with(1, DENIED_STATUS).with(3, message()))) {
            answering(answer);
            assertThat(gateway.get("/").statusCode()).isEqualTo(403);
        }
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aGrpcClientGetsARefusalThatItUnderstands() throws Exception {
        answering(
                message()
                        .with(1, DENIED_STATUS)
                        .with(2, message().with(1, message().with(1, 401)).with(3, "who?")));
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> response =
                    client.send(
                            HttpRequest.newBuilder(
                                            URI.create(
                                                    "http://127.0.0.1:" + gateway.port() + "/s/M"))
                                    .header("Content-Type", "application/grpc")
                                    .POST(HttpRequest.BodyPublishers.ofString("\0\0\0\0\0"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).isEmpty();
            assertThat(response.headers().firstValue("content-type")).contains("application/grpc");
            assertThat(response.headers().firstValue("grpc-status")).contains("16");
            assertThat(response.headers().firstValue("grpc-message")).isPresent();
            assertThat(response.headers().firstValue("x-maneki-reason")).contains("auth_denied");
        }
        assertThat(backend.received()).isEmpty();
    }

    // ---- Nobody knows

    @Test
    void aServerThatFailsLetsNobodyIn() throws Exception {
        asking(ALL, 0, call -> new GrpcAuthServer.Answer(new byte[0], 13));
        assertThat(gateway.get("/").statusCode()).isEqualTo(502);
        asking(ALL, 0, call -> new GrpcAuthServer.Answer(new byte[0], 14));
        assertThat(gateway.get("/").statusCode()).isEqualTo(503);
        asking(ALL, 0, call -> new GrpcAuthServer.Answer(new byte[0], 4));
        assertThat(gateway.get("/").statusCode()).isEqualTo(504);
        assertThat(gateway.records(3).getFirst())
                .contains("\"reason\":\"auth_invalid_response\"", "grpc-status 13");
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void anAnswerThatIsNoMessageLetsNobodyIn() throws Exception {
        byte[] broken = {0x1a, 0x7f};
        asking(ALL, 0, call -> new GrpcAuthServer.Answer(broken, 0));
        assertThat(gateway.get("/").statusCode()).isEqualTo(502);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aFieldThatIsNoneLetsNobodyIn() throws Exception {
        for (Proto bad :
                List.of(
                        header("x-a\r\nx-admin", "1"),
                        header("x-a", "1\r\nx-admin: 1"),
                        header("", "1"))) {
            answering(ok(message().with(2, bad)));
            assertThat(gateway.get("/").statusCode()).isEqualTo(502);
        }
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void anEndlessAnswerIsNotGathered() throws Exception {
        answering(message().with(1, OK_STATUS).with(99, "x".repeat(5000)));
        assertThat(gateway.get("/").statusCode()).isEqualTo(502);
        assertThat(backend.received()).isEmpty();
    }

    @Test
    void aServerThatSpeaksNoGrpcLetsNobodyIn() throws Exception {
        TestBackend http = keep(TestBackend.named("http"));
        BackendTarget target = gateway.service("auth", http.port());
        gateway.route(
                "r",
                rule().filter(
                                new Filter.ExternalAuth(
                                        ((BackendTarget.Resolved) target).backend(), ALL, 0))
                        .to(gateway.service("backend", backend.port())));
        assertThat(gateway.get("/").statusCode()).isEqualTo(502);
        assertThat(backend.received()).isEmpty();
    }
}
