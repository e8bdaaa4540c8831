package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.RecordingServerStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerSettings;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnaryServerExchangeTest {
    private static final ServerSettings SETTINGS =
            new ServerSettings(Set.of("proto", "json"), List.of("gzip", "br"), 100, false);
    private static final ResponseMeta META =
            new ResponseMeta("proto", "identity", List.of("gzip"), Metadata.of("a", "1"));

    private final RecordingServerListener listener = new RecordingServerListener();

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void theBodyIsTheMessage(int piece) {
        RecordingServerStream stream = post();
        open(stream).start(listener);
        stream.data("hello".getBytes(UTF_8), piece).finish();

        assertThat(listener.events).containsExactly("message hello", "end");
    }

    @Test
    void anEmptyBodyIsAnEmptyMessageThatWasNeverCompressed() {
        RecordingServerStream stream = post("content-encoding", "gzip");
        open(stream).start(listener);
        stream.finish();

        assertThat(listener.events).containsExactly("message ", "end");
    }

    @Test
    void aCompressedBodyIsSaidToBe() {
        RecordingServerStream stream = post("content-encoding", "gzip", "content-length", "3");
        open(stream).start(listener);
        stream.data("abc").finish();

        assertThat(listener.events).containsExactly("message abc (compressed)", "end");
    }

    @Test
    void aBodyAsLongAsAllowedIsRead() {
        RecordingServerStream stream = post();
        open(stream).start(listener);
        stream.data("x".repeat(100)).finish();

        assertThat(listener.events).containsExactly("message " + "x".repeat(100), "end");
    }

    @Test
    void aBodyThatIsTooLongIsAFaultAndNothingMoreIsTold() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        stream.data("x".repeat(101).getBytes(UTF_8), 60);
        stream.data("more").finish();

        assertThat(listener.events).containsExactly("fault RESOURCE_EXHAUSTED");
        exchange.end(ResponseEnd.of(new ConnectException(Code.RESOURCE_EXHAUSTED, "")));
        assertThat(stream.status()).isEqualTo(429);
    }

    @Test
    void theMessageGoesOutWithItsHeadAndTrailers() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        stream.data("q").finish();
        exchange.sendMeta(META);
        exchange.sendPayload(Payload.copyOf("answer".getBytes(UTF_8), false));
        assertThat(stream.status()).isZero();
        exchange.end(new ResponseEnd(null, Metadata.of("b", "2", "b", "3")));

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/proto",
                                "content-length", "6",
                                "accept-encoding", "gzip",
                                "a", "1",
                                "trailer-b", "2",
                                "trailer-b", "3"));
        assertThat(stream.text()).isEqualTo("answer");
        assertThat(stream.ended()).isTrue();
        assertThat(stream.flushes()).isEqualTo(1);
    }

    @Test
    void anEmptyMessageIsAnEmptyBody() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.sendPayload(Payload.empty());
        exchange.end(ResponseEnd.OK);

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/proto",
                                "content-length", "0",
                                "accept-encoding", "gzip,br"));
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void aCompressedMessageNamesItsCompression() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.sendMeta(new ResponseMeta("proto", "gzip", List.of(), Metadata.EMPTY));
        exchange.sendPayload(Payload.copyOf(new byte[] {1, 2}, true));
        exchange.end(ResponseEnd.OK);

        assertThat(stream.fields().get("content-encoding")).isEqualTo("gzip");
    }

    @Test
    void aMessageThatIsNotCompressedNamesNone() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.sendMeta(new ResponseMeta("proto", "gzip", List.of(), Metadata.EMPTY));
        exchange.sendPayload(Payload.copyOf(new byte[] {1, 2}, false));
        exchange.end(ResponseEnd.OK);

        assertThat(stream.fields().has("content-encoding")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Code.class)
    void anErrorIsJsonWhateverTheCodec(Code code) {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.sendMeta(META);
        exchange.sendPayload(Payload.copyOf(new byte[] {1}, true)); // is forgotten
        exchange.end(
                new ResponseEnd(
                        new ConnectException(code, "oops").withMetadata(Metadata.of("e", "3")),
                        Metadata.of("b", "2")));

        String body = "{\"code\":\"" + code.wireName() + "\",\"message\":\"oops\"}";
        assertThat(stream.status()).isEqualTo(code.httpStatus());
        assertThat(stream.text()).isEqualTo(body);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/json",
                                "content-length", Integer.toString(body.length()),
                                "e", "3",
                                "accept-encoding", "gzip",
                                "a", "1",
                                "trailer-b", "2"));
    }

    @Test
    void anErrorFromAPeerHasItsMetadataElsewhere() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.end(
                new ResponseEnd(
                        ConnectException.fromPeer(
                                Code.ABORTED, "", List.of(), Metadata.of("b", "2")),
                        Metadata.of("b", "2")));

        assertThat(stream.fields().all("b")).isEmpty();
        assertThat(stream.fields().all("trailer-b")).containsExactly("2");
    }

    @Test
    void aRefusedCallIsAnsweredWithoutBeingStarted() {
        RecordingServerStream stream = post("content-encoding", "foo");
        ServerExchange exchange = open(stream);
        exchange.end(ResponseEnd.of(Objects.requireNonNull(exchange.refusal())));
        stream.data("what is still to come").finish();

        assertThat(stream.status()).isEqualTo(501);
        assertThat(stream.fields().get("accept-encoding")).isEqualTo("gzip,br");
        assertThat(stream.text()).contains("unimplemented").contains("gzip, br");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void noneOrTwoMessagesAreAnInternalError(int messages) {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        for (int i = 0; i < messages; i++) {
            exchange.sendPayload(Payload.empty());
        }
        exchange.end(ResponseEnd.OK);

        assertThat(stream.status()).isEqualTo(500);
        assertThat(stream.text()).contains("\"internal\"");
    }

    @Test
    void aBareStatusHasNoBody() {
        RecordingServerStream stream = post();
        open(stream).refuse(415, Metadata.of("accept-post", "application/proto"));

        assertThat(stream.status()).isEqualTo(415);
        assertThat(stream.fields())
                .isEqualTo(Metadata.of("accept-post", "application/proto", "content-length", "0"));
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void aGetIsToldAtOnce() {
        RecordingServerStream stream = get("connect=v1&encoding=json&message=%7B%7D");
        ServerExchange exchange = open(stream);
        assertThat(exchange.get()).isTrue();
        assertThat(exchange.streaming()).isFalse();
        exchange.start(listener);
        stream.data("a body has no meaning").finish();

        assertThat(listener.events).containsExactly("message {}", "end");
        exchange.sendMeta(
                new ResponseMeta("json", "identity", List.of(), Metadata.of("vary", "x")));
        exchange.sendPayload(Payload.copyOf("{}".getBytes(UTF_8), false));
        exchange.end(ResponseEnd.OK);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/json",
                                "content-length", "2",
                                "vary", "accept-encoding",
                                "vary", "x"));
    }

    @Test
    void whatWasNotModifiedHasNoBody() {
        RecordingServerStream stream = get("connect=v1&encoding=json&message=%7B%7D");
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.sendMeta(
                new ResponseMeta("json", "identity", List.of(), Metadata.of("etag", "x")));
        exchange.end(ResponseEnd.of(ConnectException.notModified()));

        assertThat(stream.status()).isEqualTo(304);
        assertThat(stream.fields()).isEqualTo(Metadata.of("vary", "accept-encoding", "etag", "x"));
        assertThat(stream.ended()).isTrue();
        assertThat(stream.body()).isEmpty();
    }

    @Test
    void aPostIsNeverNotModified() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.end(ResponseEnd.of(ConnectException.notModified()));

        assertThat(stream.status()).isEqualTo(500);
    }

    @Test
    void nothingIsSentOrToldAfterAReset() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        stream.breakOff(StreamReset.Cause.CANCELED);
        exchange.sendPayload(Payload.empty());
        exchange.end(ResponseEnd.OK);

        assertThat(listener.events).containsExactly("reset CANCELED");
        assertThat(stream.status()).isZero();
    }

    @Test
    void backPressureIsTheStreams() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.pause();
        assertThat(stream.paused()).isTrue();
        exchange.resume();
        assertThat(stream.paused()).isFalse();
        stream.writable(false);
        assertThat(exchange.writable()).isFalse();
        stream.writable(true);
        assertThat(listener.events).containsExactly("writable");
    }

    @Test
    void breakingOffIsTheStreams() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.reset(StreamReset.Cause.CANCELED);
        exchange.end(ResponseEnd.OK);

        assertThat(stream.reset()).isEqualTo(StreamReset.Cause.CANCELED);
    }

    private static ServerExchange open(RecordingServerStream stream) {
        assertThat(ConnectServerProtocol.INSTANCE.accepts(stream.request())).isTrue();
        return ConnectServerProtocol.INSTANCE.open(stream, SETTINGS);
    }

    private static RecordingServerStream post(String... more) {
        Metadata fields =
                Metadata.of("content-type", "application/proto", "connect-protocol-version", "1");
        return new RecordingServerStream(
                new HttpRequest(
                        "POST",
                        "http",
                        "example.test",
                        "/s/m",
                        "",
                        new Metadata(fields).addAll(Metadata.of(more)),
                        HttpVersion.HTTP_1_1));
    }

    private static RecordingServerStream get(String query) {
        return new RecordingServerStream(
                new HttpRequest(
                        "GET",
                        "http",
                        "example.test",
                        "/s/m",
                        query,
                        Metadata.EMPTY,
                        HttpVersion.HTTP_1_1));
    }
}
