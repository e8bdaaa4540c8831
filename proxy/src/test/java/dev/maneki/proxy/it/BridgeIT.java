package dev.maneki.proxy.it;

import static dev.maneki.proxy.it.TestGateway.rule;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.MethodDescriptorProto;
import com.google.protobuf.DescriptorProtos.ServiceDescriptorProto;
import com.google.protobuf.UnknownFieldSet;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Rpc;
import io.netty.handler.codec.http2.Http2Error;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls in every protocol, by hand-made bytes, through a real data plane to a gRPC server. */
@Timeout(60)
class BridgeIT {
    private static final String PATH = "/demo.Eliza/Say";
    private static final Rpc CONNECT = new Rpc(Rpc.Protocol.CONNECT, Optional.empty());
    private static final byte[] REQUEST = "\n\5hello".getBytes(UTF_8);
    private static final byte[] RESPONSE = "\n\2hi".getBytes(UTF_8);

    private final List<AutoCloseable> open = new ArrayList<>();
    private final TestGateway gateway = keep(new TestGateway(Map.of(Limit.MESSAGE_BYTES, 1_000L)));
    private final GrpcBackend backend =
            keep(
                    new GrpcBackend(
                            call -> call.head().message(RESPONSE).trailers("grpc-status", "0")));
    private final HttpClient client =
            keep(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build());

    private <T extends AutoCloseable> T keep(T each) {
        open.add(each);
        return each;
    }

    @BeforeEach
    void serve() {
        gateway.route(
                "r",
                rule().toCalls(
                                gateway.service("eliza", Backend.Protocol.HTTP2, backend.port()),
                                Rpc.GRPC));
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private HttpResponse<byte[]> post(String type, byte[] body, String... fields) throws Exception {
        return client.send(request(type, body, fields), HttpResponse.BodyHandlers.ofByteArray());
    }

    private HttpRequest request(String type, byte[] body, String... fields) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + PATH))
                        .timeout(Duration.ofSeconds(20))
                        .header("content-type", type)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return request.build();
    }

    private HttpResponse<byte[]> get(String query, String... fields) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + gateway.port() + PATH + query))
                        .timeout(Duration.ofSeconds(20));
        if (fields.length > 0) {
            request.headers(fields);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static byte[] envelope(int flags, byte[] message) {
        return ByteBuffer.allocate(5 + message.length)
                .put((byte) flags)
                .putInt(message.length)
                .put(message)
                .array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] each : parts) {
            all.writeBytes(each);
        }
        return all.toByteArray();
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), ISO_8859_1);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    private GrpcBackend.Call called() {
        assertThat(backend.calls()).hasSize(1);
        return backend.calls().getFirst();
    }

    // ---- Connect, unary

    @Test
    void aConnectCallIsAGrpcCallToTheBackend() throws Exception {
        HttpResponse<byte[]> response =
                post("application/proto", REQUEST, "x-mine", "a", "x-data-bin", "AQI");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "content-type")).isEqualTo("application/proto");
        assertThat(response.body()).isEqualTo(RESPONSE);
        GrpcBackend.Call call = called();
        assertThat(call.header(":method")).isEqualTo("POST");
        assertThat(call.header(":path")).isEqualTo(PATH);
        assertThat(call.header("content-type")).isEqualTo("application/grpc");
        assertThat(call.header("te")).isEqualTo("trailers");
        assertThat(call.header("x-mine")).isEqualTo("a");
        assertThat(call.header("x-data-bin")).isEqualTo("AQI");
        assertThat(call.header("x-request-id")).isNotEmpty();
        assertThat(call.header("content-length")).isEmpty();
        assertThat(call.messages).containsExactly(REQUEST);
    }

    @Test
    void metadataAndTrailersComeBack() throws Exception {
        backend.script(
                call ->
                        call.head("x-lead", "1", "x-lead", "2")
                                .message(RESPONSE)
                                .trailers("grpc-status", "0", "x-trail", "3"));

        HttpResponse<byte[]> response = post("application/proto", REQUEST);

        assertThat(response.headers().allValues("x-lead")).containsExactly("1", "2");
        assertThat(header(response, "trailer-x-trail")).isEqualTo("3");
    }

    @Test
    void anErrorIsJsonWithItsStatusAndDetails() throws Exception {
        // google.rpc.Status{code: 5, message: "no", details: [Any{type_url: "t/x.Y", value: 01}]}
        byte[] status =
                joined(
                        new byte[] {8, 5, 18, 2, 'n', 'o', 26, 10, 10, 5},
                        "t/x.Y".getBytes(UTF_8),
                        new byte[] {18, 1, 1});
        backend.script(
                call ->
                        call.trailersOnly(
                                "grpc-status",
                                "5",
                                "grpc-message",
                                "no",
                                "grpc-status-details-bin",
                                Base64.getEncoder().withoutPadding().encodeToString(status),
                                "x-trail",
                                "1"));

        HttpResponse<byte[]> response = post("application/proto", REQUEST);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(header(response, "content-type")).isEqualTo("application/json");
        assertThat(text(response))
                .contains("\"code\":\"not_found\"")
                .contains("\"message\":\"no\"")
                .contains("\"type\":\"x.Y\"")
                .contains("\"value\":\"AQ\"");
        assertThat(header(response, "trailer-x-trail")).isEqualTo("1");
        assertThat(gateway.records(1).getFirst())
                .contains("\"status\":404")
                .contains("\"rpc_protocol\":\"connect\"")
                .contains("\"rpc_code\":\"not_found\"");
    }

    @Test
    void aGetIsACall() throws Exception {
        HttpResponse<byte[]> response =
                get(
                        "?connect=v1&encoding=proto&base64=1&message="
                                + Base64.getUrlEncoder().encodeToString(REQUEST));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(RESPONSE);
        assertThat(called().messages).containsExactly(REQUEST);
    }

    @Test
    void badBase64InAGetIsTheCallersFault() throws Exception {
        HttpResponse<byte[]> response = get("?encoding=proto&base64=1&message=%21%21");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("\"code\":\"invalid_argument\"");
        assertThat(backend.calls()).isEmpty();
    }

    @Test
    void aMalformedTimeoutIsAnsweredInConnect() throws Exception {
        HttpResponse<byte[]> response =
                post("application/proto", REQUEST, "connect-timeout-ms", "soon");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("\"code\":\"invalid_argument\"");
    }

    @Test
    void anUnknownCodecIs415() throws Exception {
        assertThat(post("application/foo", REQUEST).statusCode()).isEqualTo(415);
        assertThat(backend.calls()).isEmpty();
    }

    @Test
    void anUnknownCompressionIsTheBackendsToRefuse() throws Exception {
        backend.script(call -> call.trailersOnly("grpc-status", "12", "grpc-message", "lz4?"));

        HttpResponse<byte[]> response =
                post("application/proto", REQUEST, "content-encoding", "lz4");

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(text(response)).contains("\"code\":\"unimplemented\"");
        assertThat(called().header("grpc-encoding")).isEqualTo("lz4");
    }

    @Test
    void compressedMessagesPassAsTheyAre() throws Exception {
        byte[] zipped = gzip(REQUEST);
        backend.script(
                call ->
                        call.head("grpc-encoding", "gzip")
                                .message(1, zipped)
                                .trailers("grpc-status", "0"));

        HttpResponse<byte[]> response =
                post(
                        "application/proto",
                        zipped,
                        "content-encoding",
                        "gzip",
                        "accept-encoding",
                        "gzip, br");

        assertThat(called().header("grpc-encoding")).isEqualTo("gzip");
        assertThat(called().header("grpc-accept-encoding")).isEqualTo("gzip,br");
        assertThat(called().messages).containsExactly(zipped);
        assertThat(called().flags).containsExactly(1);
        assertThat(header(response, "content-encoding")).isEqualTo("gzip");
        assertThat(response.body()).isEqualTo(zipped);
    }

    @Test
    void whatTheClientCannotReadIsDecompressed() throws Exception {
        backend.script(
                call ->
                        call.head("grpc-encoding", "gzip")
                                .message(1, gzip(RESPONSE))
                                .trailers("grpc-status", "0"));

        HttpResponse<byte[]> response = post("application/proto", REQUEST);

        assertThat(header(response, "content-encoding")).isEmpty();
        assertThat(response.body()).isEqualTo(RESPONSE);
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
            out.write(bytes);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return zipped.toByteArray();
    }

    @Test
    void aMessageThatIsTooLongIsResourceExhausted() throws Exception {
        HttpResponse<byte[]> response = post("application/proto", new byte[1_001]);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(text(response)).contains("\"code\":\"resource_exhausted\"");
    }

    @Test
    void anAnswerThatIsTooLongIsResourceExhausted() throws Exception {
        backend.script(call -> call.head().message(new byte[1_001]).trailers("grpc-status", "0"));

        HttpResponse<byte[]> response = post("application/proto", REQUEST);

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(text(response)).contains("\"code\":\"resource_exhausted\"");
    }

    // ---- JSON

    /** {@code demo.Eliza/Say(Sentence{string text = 1}) returns (Sentence)}. */
    private static FileDescriptorProto eliza() {
        return FileDescriptorProto.newBuilder()
                .setName("eliza.proto")
                .setPackage("demo")
                .setSyntax("proto3")
                .addDependency("sentence.proto")
                .addService(
                        ServiceDescriptorProto.newBuilder()
                                .setName("Eliza")
                                .addMethod(
                                        MethodDescriptorProto.newBuilder()
                                                .setName("Say")
                                                .setInputType(".demo.Sentence")
                                                .setOutputType(".demo.Sentence")))
                .build();
    }

    private static FileDescriptorProto sentence() {
        return FileDescriptorProto.newBuilder()
                .setName("sentence.proto")
                .setPackage("demo")
                .setSyntax("proto3")
                .addMessageType(
                        DescriptorProto.newBuilder()
                                .setName("Sentence")
                                .addField(
                                        FieldDescriptorProto.newBuilder()
                                                .setName("text")
                                                .setNumber(1)
                                                .setLabel(FieldDescriptorProto.Label.LABEL_OPTIONAL)
                                                .setType(FieldDescriptorProto.Type.TYPE_STRING)))
                .build();
    }

    /** Answers reflection's questions in a version, one file each, and calls as ever. */
    private GrpcBackend.Script reflecting(String version) {
        return new GrpcBackend.Script() {
            @Override
            public void onMessage(GrpcBackend.Call call, byte[] message) {
                if (!call.header(":path").startsWith("/grpc.reflection." + version + ".")) {
                    return;
                }
                String question = new String(message, 2, message.length - 2, UTF_8);
                FileDescriptorProto file =
                        switch (question) {
                            case "demo.Eliza" -> eliza();
                            case "sentence.proto" -> sentence();
                            default -> null;
                        };
                if (call.messages.size() == 1) {
                    call.head();
                }
                if (file == null) {
                    call.message(new byte[] {58, 4, 8, 5, 18, 0});
                    return;
                }
                ByteString inner =
                        UnknownFieldSet.newBuilder()
                                .addField(1, bytes(file.toByteString()))
                                .build()
                                .toByteString();
                call.message(
                        UnknownFieldSet.newBuilder()
                                .addField(4, bytes(inner))
                                .build()
                                .toByteArray());
            }

            @Override
            public void onHead(GrpcBackend.Call call) {
                String path = call.header(":path");
                if (path.contains("reflection") && !path.contains("." + version + ".")) {
                    call.trailersOnly("grpc-status", "12");
                }
            }

            @Override
            public void onEnd(GrpcBackend.Call call) {
                if (call.header(":path").equals(PATH)) {
                    call.head().message(RESPONSE).trailers("grpc-status", "0");
                } else if (!call.header(":path").contains("reflection")) {
                    call.trailersOnly("grpc-status", "12");
                }
            }
        };
    }

    private static UnknownFieldSet.Field bytes(ByteString value) {
        return UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build();
    }

    private List<GrpcBackend.Call> calls(String path) {
        return backend.calls().stream()
                .filter(each -> each.header(":path").contains(path))
                .toList();
    }

    @Test
    void jsonIsMadeOfWhatTheBackendSaysOfItself() throws Exception {
        for (String version : List.of("v1", "v1alpha")) {
            backend.script(reflecting(version));
            gateway.route("r", rule().toCalls(restarted(), Rpc.GRPC));

            HttpResponse<byte[]> response =
                    post("application/json", "{\"text\":\"hello\"}".getBytes(UTF_8));
            HttpResponse<byte[]> again =
                    post("application/json", "{\"text\":\"hello\"}".getBytes(UTF_8));

            assertThat(text(response)).isEqualTo("{\"text\":\"hi\"}");
            assertThat(text(again)).isEqualTo("{\"text\":\"hi\"}");
            assertThat(header(response, "content-type")).isEqualTo("application/json");
            assertThat(calls("/demo.Eliza/Say"))
                    .allSatisfy(each -> assertThat(each.messages).containsExactly(REQUEST));
            assertThat(calls("reflection." + version + ".")).hasSize(1);
            backend.calls().clear();
        }
    }

    /** The same backend under a name that nothing is known of yet. */
    private BackendTarget restarted() {
        return gateway.service("eliza" + services++, Backend.Protocol.HTTP2, backend.port());
    }

    private int services;

    @Test
    void jsonStreamsAreTranscodedMessageByMessage() throws Exception {
        backend.script(reflecting("v1"));

        HttpResponse<byte[]> response =
                post(
                        "application/connect+json",
                        envelope(0, "{\"text\":\"hello\"}".getBytes(UTF_8)));

        assertThat(text(response)).contains("{\"text\":\"hi\"}").endsWith("{}");
    }

    @Test
    void whatIsNoJsonIsTheCallersFault() throws Exception {
        backend.script(reflecting("v1"));

        HttpResponse<byte[]> response = post("application/json", "{\"text\":".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(text(response)).contains("\"code\":\"invalid_argument\"");
        assertThat(calls("/demo.Eliza/Say")).allSatisfy(c -> assertThat(c.messages).isEmpty());
    }

    @Test
    void withoutReflectionTheErrorSaysHowToGiveASchema() throws Exception {
        backend.script(reflecting("none"));

        HttpResponse<byte[]> response = post("application/json", "{}".getBytes(UTF_8));

        assertThat(response.statusCode()).isEqualTo(501);
        assertThat(text(response)).contains("maneki.dev/descriptor-set");
    }

    @Test
    void descriptorsThatWereGivenNeedNoReflection() throws Exception {
        String given =
                Base64.getEncoder()
                        .encodeToString(
                                FileDescriptorSet.newBuilder()
                                        .addFile(eliza())
                                        .addFile(sentence())
                                        .build()
                                        .toByteArray());
        gateway.route(
                "r",
                rule().toCalls(
                                gateway.service("eliza", Backend.Protocol.HTTP2, backend.port()),
                                new Rpc(
                                        Rpc.Protocol.GRPC,
                                        Optional.of(new Rpc.Schema("ConfigMap shop/e", given)))));

        HttpResponse<byte[]> response =
                post("application/json", "{\"text\":\"hello\"}".getBytes(UTF_8));

        assertThat(text(response)).isEqualTo("{\"text\":\"hi\"}");
        assertThat(called().messages).containsExactly(REQUEST);
    }

    // ---- Connect, streams

    @Test
    void aConnectStreamIsReframed() throws Exception {
        backend.script(
                call ->
                        call.head("x-lead", "1")
                                .message(RESPONSE)
                                .message(RESPONSE)
                                .trailers("grpc-status", "0", "x-trail", "t"));

        HttpResponse<byte[]> response =
                post(
                        "application/connect+proto",
                        joined(envelope(0, REQUEST), envelope(0, REQUEST)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(header(response, "content-type")).isEqualTo("application/connect+proto");
        assertThat(header(response, "x-lead")).isEqualTo("1");
        byte[] body = response.body();
        byte[] messages = joined(envelope(0, RESPONSE), envelope(0, RESPONSE));
        assertThat(Arrays.copyOf(body, messages.length)).isEqualTo(messages);
        assertThat(body[messages.length]).isEqualTo((byte) 2);
        assertThat(text(response)).endsWith("{\"metadata\":{\"x-trail\":[\"t\"]}}");
        assertThat(called().messages).containsExactly(REQUEST, REQUEST);
    }

    @Test
    void aBackendThatBreaksOffEndsTheStreamWithAnError() throws Exception {
        backend.script(
                call -> {
                    call.head().message(RESPONSE);
                    call.reset(Http2Error.INTERNAL_ERROR);
                });

        HttpResponse<byte[]> response = post("application/connect+proto", envelope(0, REQUEST));

        assertThat(text(response)).contains("\"code\":\"unavailable\"");
    }

    // ---- gRPC-Web

    @Test
    void grpcWebHasItsTrailersInTheBodyInLowerCase() throws Exception {
        backend.script(
                call ->
                        call.head("x-lead", "1")
                                .message(RESPONSE)
                                .trailers("grpc-status", "0", "x-trail", "t"));

        HttpResponse<byte[]> response =
                post("application/grpc-web+proto", envelope(0, REQUEST), "x-grpc-web", "1");

        assertThat(header(response, "content-type")).isEqualTo("application/grpc-web+proto");
        assertThat(header(response, "x-lead")).isEqualTo("1");
        assertThat(Arrays.copyOf(response.body(), 5 + RESPONSE.length))
                .isEqualTo(envelope(0, RESPONSE));
        assertThat(response.body()[5 + RESPONSE.length]).isEqualTo((byte) 0x80);
        assertThat(text(response)).contains("grpc-status: 0\r\n").contains("x-trail: t\r\n");
        assertThat(called().messages).containsExactly(REQUEST);
        assertThat(gateway.records(1).getFirst())
                .contains("\"rpc_protocol\":\"grpc-web\"")
                .contains("\"rpc_code\":\"ok\"");
    }

    @Test
    void grpcWebTextIsBase64BothWays() throws Exception {
        HttpResponse<byte[]> response =
                post(
                        "application/grpc-web-text",
                        Base64.getEncoder().encode(envelope(0, REQUEST)),
                        "accept",
                        "application/grpc-web-text");

        assertThat(header(response, "content-type")).startsWith("application/grpc-web-text");
        String first = text(response).substring(0, 4 * ((5 + RESPONSE.length + 2) / 3));
        assertThat(Base64.getDecoder().decode(first)).isEqualTo(envelope(0, RESPONSE));
        assertThat(called().messages).containsExactly(REQUEST);
    }

    @Test
    void gatewaysOwnErrorsAreTheProtocolsErrors() throws Exception {
        backend.close();

        assertThat(post("application/proto", REQUEST).statusCode()).isEqualTo(503);
        HttpResponse<byte[]> web =
                post("application/grpc-web+proto", envelope(0, REQUEST), "x-grpc-web", "1");
        assertThat(web.statusCode()).isEqualTo(200);
        assertThat(header(web, "grpc-status") + text(web)).contains("14");
    }

    // ---- Connect backends

    @Test
    void aGrpcWebCallReachesAConnectBackend() throws Exception {
        TestBackend connect =
                keep(
                        TestBackend.answering(
                                "connect",
                                (exchange, request) -> {
                                    exchange.getResponseHeaders()
                                            .add("content-type", "application/proto");
                                    exchange.getResponseHeaders().add("x-lead", "1");
                                    exchange.getResponseHeaders().add("trailer-x-trail", "2");
                                    exchange.sendResponseHeaders(200, RESPONSE.length);
                                    exchange.getResponseBody().write(RESPONSE);
                                }));
        gateway.route("r", rule().toCalls(gateway.service("c", connect.port()), CONNECT));

        HttpResponse<byte[]> response =
                post("application/grpc-web+proto", envelope(0, REQUEST), "x-mine", "a");

        TestBackend.Received received = connect.only();
        assertThat(received.uri()).isEqualTo(PATH);
        assertThat(received.header("content-type")).isEqualTo("application/proto");
        assertThat(received.header("connect-protocol-version")).isEqualTo("1");
        assertThat(received.header("x-mine")).isEqualTo("a");
        assertThat(received.body()).isEqualTo(new String(REQUEST, UTF_8));
        assertThat(Arrays.copyOf(response.body(), 5 + RESPONSE.length))
                .isEqualTo(envelope(0, RESPONSE));
        assertThat(header(response, "x-lead")).isEqualTo("1");
        assertThat(text(response)).contains("grpc-status: 0\r\n").contains("x-trail: 2\r\n");
    }

    @Test
    void aConnectBackendsErrorIsGrpcs() throws Exception {
        TestBackend connect =
                keep(
                        TestBackend.answering(
                                "connect",
                                (exchange, request) -> {
                                    exchange.getResponseHeaders()
                                            .add("content-type", "application/json");
                                    TestBackend.send(
                                            exchange,
                                            404,
                                            "{\"code\":\"not_found\",\"message\":\"no\"}");
                                }));
        gateway.route("r", rule().toCalls(gateway.service("c", connect.port()), CONNECT));

        HttpResponse<byte[]> response = post("application/grpc-web+proto", envelope(0, REQUEST));

        assertThat(text(response)).contains("grpc-status: 5\r\n").contains("grpc-message: no\r\n");
    }

    @Test
    void aConnectCallPassesToAConnectBackendAsItIs() throws Exception {
        TestBackend connect = keep(TestBackend.named("connect"));
        gateway.route("r", rule().toCalls(gateway.service("c", connect.port()), CONNECT));

        HttpResponse<byte[]> response = post("application/json", "{}".getBytes(UTF_8));

        assertThat(text(response)).isEqualTo("connect");
        assertThat(connect.only().header("content-type")).isEqualTo("application/json");
        assertThat(connect.only().body()).isEqualTo("{}");
    }

    // ---- Time, going away, filters

    @Test
    void aDeadlineGoesToTheBackendAndHoldsHere() throws Exception {
        backend.script(call -> {});

        HttpResponse<byte[]> response =
                post("application/proto", REQUEST, "connect-timeout-ms", "200");

        assertThat(response.statusCode()).isEqualTo(504);
        assertThat(text(response)).contains("\"code\":\"deadline_exceeded\"");
        assertThat(called().header("grpc-timeout")).matches("\\d+[mun]");
        assertThat(backend.awaitReset()).isEqualTo(Http2Error.CANCEL.code());
        assertThat(gateway.records(1).getFirst())
                .contains("\"reason\":\"deadline_exceeded\"")
                .contains("\"rpc_code\":\"deadline_exceeded\"");
    }

    @Test
    void aClientThatGoesAwayCancelsTheCall() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        backend.script(call -> begun.complete(null));
        CompletableFuture<HttpResponse<byte[]>> response =
                client.sendAsync(
                        request("application/proto", REQUEST),
                        HttpResponse.BodyHandlers.ofByteArray());
        begun.get(20, TimeUnit.SECONDS);

        response.cancel(true);

        assertThat(backend.awaitReset()).isEqualTo(Http2Error.CANCEL.code());
    }

    @Test
    void aBrowserReadsAnswersAndErrors() throws Exception {
        gateway.route(
                "r",
                rule().filter(
                                new Filter.Cors(
                                        List.of("https://app.example"),
                                        false,
                                        List.of("POST"),
                                        List.of("content-type", "connect-protocol-version"),
                                        List.of("x-lead"),
                                        Duration.ofSeconds(5)))
                        .toCalls(
                                gateway.service("eliza", Backend.Protocol.HTTP2, backend.port()),
                                Rpc.GRPC));

        HttpResponse<String> preflight =
                gateway.send(
                        "OPTIONS",
                        PATH,
                        "",
                        "origin",
                        "https://app.example",
                        "access-control-request-method",
                        "POST");
        HttpResponse<byte[]> answer =
                post("application/proto", REQUEST, "origin", "https://app.example");
        backend.script(call -> call.trailersOnly("grpc-status", "7"));
        HttpResponse<byte[]> error =
                post("application/proto", REQUEST, "origin", "https://app.example");
        HttpResponse<byte[]> refused =
                post(
                        "application/proto",
                        REQUEST,
                        "origin",
                        "https://app.example",
                        "connect-timeout-ms",
                        "x");

        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(List.of(preflight, answer, error, refused))
                .allSatisfy(
                        each ->
                                assertThat(header(each, "access-control-allow-origin"))
                                        .isEqualTo("https://app.example"));
        assertThat(error.statusCode()).isEqualTo(403);
        assertThat(refused.statusCode()).isEqualTo(400);
    }

    @Test
    void whatFiltersAddToAnErrorIsNoTrailer() throws Exception {
        gateway.route(
                "r",
                rule().filter(
                                new Filter.ResponseHeaders(
                                        new Filter.FieldChanges(
                                                List.of(),
                                                List.of(new Filter.Field("x-added", "1")),
                                                List.of())))
                        .toCalls(
                                gateway.service("eliza", Backend.Protocol.HTTP2, backend.port()),
                                Rpc.GRPC));
        backend.script(call -> call.trailersOnly("grpc-status", "7", "x-trail", "2"));

        HttpResponse<byte[]> error = post("application/proto", REQUEST);

        assertThat(header(error, "x-added")).isEqualTo("1");
        assertThat(header(error, "trailer-x-trail")).isEqualTo("2");
    }

    @Test
    void whatIsNoCallPassesAsItIs() throws Exception {
        gateway.send("PUT", "/file", "content");

        assertThat(called().header(":method")).isEqualTo("PUT");
    }
}
