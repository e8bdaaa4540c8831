package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.RecordingServerStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GrpcServerExchangeTest {
    private static final ServerSettings SETTINGS =
            new ServerSettings(Set.of("proto", "json"), List.of("br", "gzip"), 100, false);
    private static final String HI = "\0\0\0\0\2hi";

    private final RecordingListener listener = new RecordingListener();

    @Test
    void readsTheHead() {
        RequestMeta meta =
                open(grpc(
                                "grpc-timeout", "2S",
                                "grpc-encoding", "gzip",
                                "grpc-accept-encoding", "identity,gzip",
                                "x-a", "1",
                                "x-a", "2"))
                        .request();
        assertThat(meta)
                .isEqualTo(
                        new RequestMeta(
                                "/s/M",
                                "proto",
                                "gzip",
                                List.of("gzip"),
                                2_000_000_000,
                                Metadata.of("x-a", "1", "x-a", "2")));
    }

    @Test
    void hasNoTimeoutUnlessTold() {
        ServerExchange exchange = open(grpc());
        assertThat(exchange.request().timeoutNanos()).isEqualTo(RequestMeta.NO_TIMEOUT);
        assertThat(exchange.request().compression()).isEqualTo("identity");
        assertThat(exchange.refusal()).isNull();
        assertThat(exchange.protocol()).isEqualTo(Protocol.GRPC);
    }

    @Test
    void readsMessagesInPieces() {
        RecordingServerStream stream = grpc("grpc-encoding", "gzip");
        start(stream);
        stream.data((HI + "\1\0\0\0\1z\0\0\0\0\0").getBytes(UTF_8), 3).finish();
        assertThat(listener.events)
                .containsExactly("message hi", "compressed z", "message ", "end");
    }

    @Test
    void answersWithHeadMessagesAndTrailers() {
        RecordingServerStream stream = grpc();
        ServerExchange exchange = start(stream);
        exchange.sendMeta(meta("identity", Metadata.of("x-b", "1", "content-type", "no")));
        exchange.sendPayload(Payload.copyOf(new byte[] {'o', 'k'}, false));
        exchange.end(new ResponseEnd(null, Metadata.of("x-c", "2")));
        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/grpc",
                                "grpc-accept-encoding", "br,gzip",
                                "x-b", "1"));
        assertThat(stream.text()).isEqualTo("\0\0\0\0\2ok");
        assertThat(stream.trailers()).isEqualTo(Metadata.of("grpc-status", "0", "x-c", "2"));
        assertThat(stream.flushes()).isEqualTo(1);
    }

    @Test
    void namesTheCompressionOfItsMessages() {
        RecordingServerStream stream = grpc();
        ServerExchange exchange = start(stream);
        exchange.sendMeta(meta("gzip", Metadata.EMPTY));
        exchange.sendPayload(Payload.copyOf(new byte[] {'z'}, true));
        exchange.end(ResponseEnd.OK);
        assertThat(stream.fields().get("grpc-encoding")).isEqualTo("gzip");
        assertThat(stream.text()).isEqualTo("\1\0\0\0\1z");
    }

    @Test
    void answersAnErrorAloneByTrailersOnly() {
        RecordingServerStream stream = grpc();
        start(stream)
                .end(
                        ResponseEnd.of(
                                new ConnectException(Code.NOT_FOUND, "no")
                                        .withMetadata(Metadata.of("x-d", "3"))));
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/grpc",
                                "grpc-status", "5",
                                "grpc-message", "no",
                                "x-d", "3"));
        assertThat(stream.ended()).isTrue();
        assertThat(stream.trailers()).isNull();
    }

    @Test
    void refusesAnUnknownCompressionAndSaysWhatIsKnown() {
        RecordingServerStream stream = grpc("grpc-encoding", "foo");
        ServerExchange exchange = open(stream);
        ConnectException refusal = requireNonNull(exchange.refusal());
        assertThat(refusal.code()).isEqualTo(Code.UNIMPLEMENTED);
        exchange.end(ResponseEnd.of(refusal));
        assertThat(stream.fields().get("grpc-status")).isEqualTo("12");
        assertThat(stream.fields().get("grpc-accept-encoding")).isEqualTo("br,gzip");
        stream.data("the rest is let go").finish();
    }

    @Test
    void answersACallerThatNamesNoCompressionInItsOwn() {
        assertThat(open(grpc("grpc-encoding", "gzip")).request().acceptCompression())
                .containsExactly("gzip");
    }

    @Test
    void tellsNothingOnceTheCallIsOver() {
        RecordingServerStream stream = grpc();
        start(stream).end(ResponseEnd.OK);
        stream.data(HI).writable(true).finish();
        assertThat(listener.events).isEmpty();
    }

    @Test
    void refusesAMalformedTimeout() {
        ConnectException refusal = requireNonNull(open(grpc("grpc-timeout", "soon")).refusal());
        assertThat(refusal.code()).isEqualTo(Code.INVALID_ARGUMENT);
    }

    @Test
    void tellsOneFaultAndReadsNothingAfterIt() {
        for (String body : List.of("\1\0\0\0\1z" + HI, "\2\0\0\0\0" + HI, "\0\0\0\0\3hi")) {
            listener.events.clear();
            RecordingServerStream stream = grpc();
            start(stream);
            stream.data(body).finish();
            assertThat(listener.events).containsExactly("fault INTERNAL");
        }
    }

    @Test
    void limitsMessages() {
        RecordingServerStream stream = grpc();
        start(stream);
        stream.data("\0\0\0\0e");
        assertThat(listener.events).containsExactly("fault RESOURCE_EXHAUSTED");
    }

    @Test
    void tellsThatTheCallerIsGoneAndSendsNothingMore() {
        RecordingServerStream stream = grpc();
        ServerExchange exchange = start(stream);
        stream.breakOff(StreamReset.Cause.CANCELED);
        exchange.end(ResponseEnd.OK);
        assertThat(listener.events).containsExactly("reset CANCELED");
        assertThat(stream.status()).isZero();
    }

    @Test
    void webTrailersAreTheLastEnvelope() {
        RecordingServerStream stream = post("application/grpc-web+proto");
        ServerExchange exchange = start(stream);
        assertThat(exchange.protocol()).isEqualTo(Protocol.GRPC_WEB);
        exchange.sendMeta(meta("identity", Metadata.EMPTY));
        exchange.sendPayload(Payload.copyOf(new byte[] {'o', 'k'}, false));
        exchange.end(new ResponseEnd(null, Metadata.of("x-c", "2")));
        assertThat(stream.fields().get("content-type")).isEqualTo("application/grpc-web+proto");
        assertThat(new String(stream.body(), java.nio.charset.StandardCharsets.ISO_8859_1))
                .isEqualTo("\0\0\0\0\2ok\u0080\0\0\0\u0018grpc-status: 0\r\nx-c: 2\r\n");
        assertThat(stream.trailers()).isNull();
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void webErrorsAloneAreInTheHead() {
        RecordingServerStream stream = post("application/grpc-web");
        start(stream).end(ResponseEnd.of(new ConnectException(Code.ABORTED, "")));
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of("content-type", "application/grpc-web", "grpc-status", "10"));
    }

    @Test
    void webTextIsBase64BothWays() {
        RecordingServerStream stream = post("application/grpc-web-text");
        ServerExchange exchange = start(stream);
        stream.data(base64("\0\0\0\0\2h") + base64("i\0\0\0\0\0")).finish();
        assertThat(listener.events).containsExactly("message hi", "message ", "end");
        exchange.sendMeta(meta("identity", Metadata.EMPTY));
        exchange.sendPayload(Payload.copyOf(new byte[] {'o', 'k'}, false));
        exchange.end(ResponseEnd.OK);
        assertThat(stream.fields().get("content-type")).isEqualTo("application/grpc-web-text");
        assertThat(stream.text()).startsWith("AAAAAAJvaw==gAAAABBncnBjLXN0YXR1czogMA0K");
    }

    @Test
    void webTextThatIsNoBase64IsAFault() {
        RecordingServerStream stream = post("application/grpc-web-text");
        start(stream);
        stream.data("AAA!").finish();
        assertThat(listener.events).containsExactly("fault INVALID_ARGUMENT");
    }

    @Test
    void answersBinaryRequestsInTextIfAsked() {
        RecordingServerStream stream =
                RecordingServerStream.post(
                        "/s/M",
                        "content-type",
                        "application/grpc-web+proto",
                        "accept",
                        "application/grpc-web-text");
        ServerExchange exchange = start(stream);
        stream.data(HI);
        assertThat(listener.events).containsExactly("message hi");
        exchange.sendMeta(meta("identity", Metadata.EMPTY));
        exchange.sendPayload(Payload.copyOf(new byte[] {'o', 'k'}, false));
        assertThat(stream.fields().get("content-type"))
                .isEqualTo("application/grpc-web-text+proto");
        assertThat(stream.text()).isEqualTo("AAAAAAJvaw==");
    }

    @Test
    void refusesWithABareStatus() {
        RecordingServerStream stream = grpc();
        start(stream).refuse(415, Metadata.of("accept-post", "application/grpc"));
        assertThat(stream.status()).isEqualTo(415);
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void acceptsItsContentTypesByPostAlone() {
        assertThat(GrpcServerProtocol.GRPC.accepts(grpc().request())).isTrue();
        assertThat(GrpcServerProtocol.GRPC_WEB.accepts(grpc().request())).isFalse();
        assertThat(GrpcServerProtocol.GRPC_WEB.accepts(post("application/grpc-web-text").request()))
                .isTrue();
        assertThat(GrpcServerProtocol.GRPC.accepts(post("image/jpeg").request())).isFalse();
        HttpRequest delete =
                new HttpRequest(
                        "DELETE",
                        "http",
                        "h",
                        "/s/M",
                        "",
                        Metadata.of("content-type", "application/grpc"),
                        HttpVersion.HTTP_2);
        assertThat(GrpcServerProtocol.GRPC.accepts(delete)).isFalse();
    }

    private ServerExchange start(RecordingServerStream stream) {
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        return exchange;
    }

    private static ServerExchange open(RecordingServerStream stream) {
        GrpcServerProtocol protocol =
                GrpcServerProtocol.GRPC.accepts(stream.request())
                        ? GrpcServerProtocol.GRPC
                        : GrpcServerProtocol.GRPC_WEB;
        return protocol.open(stream, SETTINGS);
    }

    private static RecordingServerStream grpc(String... fields) {
        String[] all = new String[fields.length + 4];
        all[0] = "content-type";
        all[1] = "application/grpc";
        all[2] = "te";
        all[3] = "trailers";
        System.arraycopy(fields, 0, all, 4, fields.length);
        return RecordingServerStream.post("/s/M", all);
    }

    private static RecordingServerStream post(String contentType) {
        return RecordingServerStream.post("/s/M", "content-type", contentType);
    }

    private static ResponseMeta meta(String compression, Metadata metadata) {
        return new ResponseMeta("proto", compression, List.of(), metadata);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }
}
