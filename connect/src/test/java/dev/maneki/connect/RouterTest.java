package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.RecordingServerStream;
import dev.maneki.connect.http.StreamReset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a router answers, byte for byte; handlers run on the event loop, so all is done at once. */
class RouterTest {
    private static final String ORIGIN = "https://app.example.com";

    private final List<StringValue> handled = new ArrayList<>();
    private final List<Throwable> errors = new ArrayList<>();

    private Router.Builder router() {
        return Router.builder()
                .onError((call, thrown) -> errors.add(thrown))
                .service(
                        Service.builder(Greeter.NAME)
                                .unaryAsync(Greeter.UNARY, (request, call) -> handle(request))
                                .unaryAsync(Greeter.PURE, (request, call) -> handle(request))
                                .bidiStream(Greeter.BIDI_STREAM, (requests, responses, call) -> {})
                                .build());
    }

    private CompletableFuture<StringValue> handle(StringValue request) {
        handled.add(request);
        return CompletableFuture.completedFuture(text(request.getValue() + "!"));
    }

    private static RecordingServerStream stream(String method, String path, String... fields) {
        return new RecordingServerStream(
                new HttpRequest(
                        method,
                        "http",
                        "example.test",
                        path,
                        "",
                        Metadata.of(fields),
                        HttpVersion.HTTP_2));
    }

    private static RecordingServerStream served(Router router, RecordingServerStream stream) {
        router.serve(stream);
        return stream;
    }

    @Test
    void aUnaryCallAsCurlMakesIt() {
        RecordingServerStream stream =
                RecordingServerStream.post(
                        "/test.v1.Greeter/Unary", "content-type", "application/json");
        served(router().build(), stream).data("\"Ada\"").finish();
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.text()).isEqualTo("\"Ada!\"");
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void unknownPathsAre404AndUnimplemented() {
        Router router = router().prefix("/api").build();
        for (String path : List.of("/test.v1.Greeter/Unary", "/api/test.v1.Greeter/Other", "/")) {
            RecordingServerStream plain = served(router, stream("GET", path));
            assertThat(plain.status()).isEqualTo(404);
            assertThat(plain.ended()).isTrue();
            RecordingServerStream grpc =
                    served(
                            router,
                            RecordingServerStream.post(path, "content-type", "application/grpc"));
            assertThat(grpc.status()).isEqualTo(200);
            assertThat(grpc.fields().get("grpc-status")).isEqualTo("12");
        }
        assertThat(router.has("/api/test.v1.Greeter/Unary")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "PUT", "HEAD", "GET", "OPTIONS"})
    void otherHttpMethodsAre405(String method) {
        RecordingServerStream stream =
                served(
                        router().build(),
                        stream(
                                method,
                                "/test.v1.Greeter/Unary",
                                "content-type",
                                "application/proto"));
        assertThat(stream.status()).isEqualTo(405);
        assertThat(stream.fields().get("allow")).isEqualTo("POST");
        RecordingServerStream pure =
                served(router().build(), stream("PUT", "/test.v1.Greeter/Pure"));
        assertThat(pure.status()).isEqualTo(405);
        assertThat(pure.fields().get("allow")).isEqualTo("GET, POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"image/jpeg", "application/foo", "application/connect+proto", "text/plain"})
    void otherContentTypesAre415(String type) {
        RecordingServerStream stream =
                served(
                        router().build(),
                        RecordingServerStream.post("/test.v1.Greeter/Unary", "content-type", type));
        assertThat(stream.status()).isEqualTo(415);
        assertThat(stream.fields().get("accept-post"))
                .contains("application/proto", "application/grpc-web+json")
                .doesNotContain("connect+");
    }

    @Test
    void unknownGrpcCodecsAre415() {
        RecordingServerStream stream =
                served(
                        router().build(),
                        RecordingServerStream.post(
                                "/test.v1.Greeter/Unary", "content-type", "application/grpc+foo"));
        assertThat(stream.status()).isEqualTo(415);
    }

    @Test
    void bidiOverHttp1Is505() {
        RecordingServerStream stream =
                new RecordingServerStream(
                        new HttpRequest(
                                "POST",
                                "http",
                                "example.test",
                                "/test.v1.Greeter/BidiStream",
                                "",
                                Metadata.of("content-type", "application/connect+proto"),
                                HttpVersion.HTTP_1_1));
        served(router().build(), stream);
        assertThat(stream.status()).isEqualTo(505);
        assertThat(stream.fields().get("connection")).isEqualTo("close");
    }

    @Test
    void unknownCompressionIsUnimplementedAndSaysWhatIsKnown() {
        RecordingServerStream stream =
                served(
                        router().build(),
                        RecordingServerStream.post(
                                "/test.v1.Greeter/Unary",
                                "content-type",
                                "application/proto",
                                "content-encoding",
                                "foo"));
        assertThat(stream.status()).isEqualTo(501);
        assertThat(stream.text()).contains("unimplemented", "gzip");
    }

    @Test
    void aUnaryRequestHasOneMessage() {
        byte[] two = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        for (int length : new int[] {0, 10}) {
            RecordingServerStream stream =
                    RecordingServerStream.post(
                            "/test.v1.Greeter/Unary", "content-type", "application/grpc");
            served(router().build(), stream);
            stream.data(java.util.Arrays.copyOf(two, length));
            if (!stream.ended()) {
                stream.finish();
            }
            Metadata status = stream.trailers() == null ? stream.fields() : stream.trailers();
            assertThat(status.get("grpc-status")).isEqualTo("12");
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void longMessagesAreRefusedBeforeAndAfterDecompression() {
        Router router = router().maxMessageBytes(100).build();
        RecordingServerStream plain =
                RecordingServerStream.post(
                        "/test.v1.Greeter/Unary", "content-type", "application/proto");
        served(router, plain).data(text("x".repeat(99)).toByteArray());
        if (!plain.ended()) {
            plain.finish();
        }
        assertThat(plain.status()).isEqualTo(429);
        assertThat(plain.text()).contains("resource_exhausted");

        byte[] message = text("x".repeat(5000)).toByteArray();
        var packed =
                dev.maneki.connect.compress.Compressions.GZIP.compress(message, 0, message.length);
        RecordingServerStream compressed =
                RecordingServerStream.post(
                        "/test.v1.Greeter/Unary",
                        "content-type",
                        "application/proto",
                        "content-encoding",
                        "gzip");
        served(router, compressed)
                .data(
                        java.util.Arrays.copyOfRange(
                                packed.array(), packed.offset(), packed.offset() + packed.length()))
                .finish();
        assertThat(compressed.status()).isEqualTo(429);
        assertThat(handled).isEmpty();
    }

    @Test
    void malformedMessagesAreTheCallersFault() {
        RecordingServerStream stream =
                RecordingServerStream.post(
                        "/test.v1.Greeter/Unary", "content-type", "application/json");
        served(router().build(), stream).data("{").finish();
        assertThat(stream.status()).isEqualTo(400);
        assertThat(stream.text()).contains("invalid_argument");
        assertThat(errors).isEmpty();
    }

    @Test
    void aResetEndsTheCall() {
        Router router = router().build();
        RecordingServerStream stream =
                RecordingServerStream.post(
                        "/test.v1.Greeter/Unary", "content-type", "application/proto");
        served(router, stream);
        assertThat(router.runningCalls()).isEqualTo(1);
        stream.breakOff(StreamReset.Cause.CANCELED);
        assertThat(router.runningCalls()).isZero();
        assertThat(handled).isEmpty();
    }

    @Test
    void aPageMayCallIfItsOriginMay() {
        Router router = router().cors(Cors.of(ORIGIN).exposeHeaders("X-Mine")).build();
        RecordingServerStream preflight =
                served(
                        router,
                        stream(
                                "OPTIONS",
                                "/test.v1.Greeter/Unary",
                                "origin",
                                ORIGIN,
                                "access-control-request-method",
                                "POST"));
        assertThat(preflight.status()).isEqualTo(204);
        assertThat(preflight.fields().get("access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(preflight.fields().get("access-control-allow-methods")).isEqualTo("GET, POST");
        assertThat(preflight.fields().get("access-control-allow-headers"))
                .contains("connect-protocol-version", "x-grpc-web", "content-type");
        RecordingServerStream call =
                RecordingServerStream.post(
                        "/test.v1.Greeter/Unary",
                        "content-type",
                        "application/json",
                        "origin",
                        ORIGIN);
        served(router, call).data("\"a\"").finish();
        assertThat(call.status()).isEqualTo(200);
        assertThat(call.fields().get("access-control-allow-origin")).isEqualTo(ORIGIN);
        assertThat(call.fields().get("access-control-expose-headers"))
                .contains("grpc-status", "x-mine");
        assertThat(call.fields().all("vary")).contains("Origin");
    }

    @Test
    void aPageOfAnotherOriginHearsNothingOfIt() {
        Router router = router().cors(Cors.of(ORIGIN)).build();
        RecordingServerStream preflight =
                served(
                        router,
                        stream(
                                "OPTIONS",
                                "/test.v1.Greeter/Unary",
                                "origin",
                                "https://evil.example.com",
                                "access-control-request-method",
                                "POST"));
        assertThat(preflight.fields().has("access-control-allow-origin")).isFalse();
        assertThatThrownBy(() -> Cors.ANY_ORIGIN.allowCredentials())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void servicesAreCheckedWhenTheyAreGathered() {
        Service.Builder service = Service.builder(Greeter.NAME);
        assertThatThrownBy(() -> service.unary(Greeter.BIDI_STREAM, (request, call) -> request))
                .isInstanceOf(IllegalArgumentException.class);
        service.unary(Greeter.UNARY, (request, call) -> request);
        assertThatThrownBy(() -> service.unary(Greeter.UNARY, (request, call) -> request))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () ->
                                Service.builder("other.Service")
                                        .unary(Greeter.UNARY, (request, call) -> request))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Router.builder().prefix("api/"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
