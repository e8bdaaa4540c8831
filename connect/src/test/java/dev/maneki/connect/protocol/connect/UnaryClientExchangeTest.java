package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Code;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.MethodKind;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.RecordingClientStream;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnaryClientExchangeTest {
    private static final ClientSettings SETTINGS =
            new ClientSettings(100, Compressions.DEFAULT, false, 0, "test/1");
    private static final ClientSettings GET =
            new ClientSettings(100, Compressions.DEFAULT, true, 60, "");
    private static final RequestMeta META = meta("identity");

    private final RecordingClientStream stream = new RecordingClientStream();
    private final RecordingClientListener listener = new RecordingClientListener();

    @Test
    void theMessageIsTheBody() {
        ClientExchange exchange = open(META, SETTINGS);
        assertThat(stream.opened()).isFalse();
        assertThat(exchange.writable()).isTrue();
        exchange.sendPayload(payload("hello"));
        exchange.endRequest();

        assertThat(stream.request())
                .isEqualTo(
                        new HttpRequest(
                                "POST",
                                "http",
                                "example.test",
                                "/api/s/m",
                                "",
                                Metadata.of(
                                        "content-type", "application/proto",
                                        "connect-protocol-version", "1",
                                        "content-length", "5",
                                        "accept-encoding", "gzip,br",
                                        "connect-timeout-ms", "5000",
                                        "user-agent", "test/1",
                                        "a", "1"),
                                HttpVersion.HTTP_1_1));
        assertThat(stream.text()).isEqualTo("hello");
        assertThat(stream.ended()).isTrue();
        assertThat(stream.flushes()).isPositive();
    }

    @Test
    void aCompressedMessageNamesItsCompression() {
        open(meta("gzip"), SETTINGS).sendPayload(Payload.copyOf(new byte[] {1}, true));

        assertThat(stream.request().fields().get("content-encoding")).isEqualTo("gzip");
    }

    @Test
    void aMessageThatIsNotCompressedNamesNone() {
        open(meta("gzip"), SETTINGS).sendPayload(payload("x"));

        assertThat(stream.request().fields().has("content-encoding")).isFalse();
    }

    @Test
    void anEmptyMessageNeedsNoBody() {
        ClientExchange exchange = open(META, SETTINGS);
        exchange.sendPayload(Payload.empty());
        exchange.endRequest();

        assertThat(stream.request().fields().get("content-length")).isEqualTo("0");
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void oneMessageIsNeitherNoneNorTwo() {
        open(META, SETTINGS).endRequest();
        assertThat(listener.events).containsExactly("error UNIMPLEMENTED");
        assertThat(stream.opened()).isFalse();
    }

    @Test
    void twoMessagesAreTooMany() {
        ClientExchange exchange = open(META, SETTINGS);
        exchange.sendPayload(payload("1"));
        exchange.sendPayload(payload("2"));

        assertThat(listener.events).containsExactly("error UNIMPLEMENTED");
        assertThat(stream.canceled()).isTrue();
    }

    @Test
    void aCallWithoutSideEffectsGoesByGet() {
        ClientExchange exchange = open(META, GET);
        exchange.sendPayload(payload("x"));
        exchange.endRequest();

        assertThat(stream.request())
                .isEqualTo(
                        new HttpRequest(
                                "GET",
                                "http",
                                "example.test",
                                "/api/s/m",
                                "connect=v1&base64=1&encoding=proto&message=eA",
                                Metadata.of(
                                        "accept-encoding", "gzip,br",
                                        "connect-timeout-ms", "5000",
                                        "a", "1"),
                                HttpVersion.HTTP_1_1));
        assertThat(stream.ended()).isTrue();
    }

    @Test
    void aGetThatWouldBeTooLongIsAPost() {
        open(META, GET).sendPayload(payload("long enough, with path and all"));

        assertThat(stream.request().method()).isEqualTo("POST");
        assertThat(stream.request().query()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 100})
    void theAnswerIsItsBody(int piece) {
        call(META, SETTINGS);
        stream.head(
                        200,
                        "content-type",
                        "application/proto",
                        "content-length",
                        "6",
                        "accept-encoding",
                        "gzip",
                        "date",
                        "now",
                        "b",
                        "2",
                        "trailer-c",
                        "3")
                .data("answer".getBytes(UTF_8), piece)
                .finish();

        assertThat(listener.events).containsExactly("meta", "message answer", "end");
        assertThat(listener.meta().codec()).isEqualTo("proto");
        assertThat(listener.meta().compression()).isEqualTo("identity");
        assertThat(listener.meta().acceptCompression()).containsExactly("gzip");
        assertThat(listener.meta().metadata()).isEqualTo(Metadata.of("b", "2"));
        assertThat(listener.trailers()).isEqualTo(Metadata.of("c", "3"));
        assertThat(stream.canceled()).isFalse();
    }

    @Test
    void anAnswerMayBeEmpty() {
        call(META, SETTINGS);
        stream.headAlone(200, "content-type", "application/proto", "content-encoding", "gzip");

        assertThat(listener.events).containsExactly("meta", "message ", "end");
    }

    @Test
    void anAnswerMayBeCompressed() {
        call(META, SETTINGS);
        stream.head(200, "content-type", "application/proto", "content-encoding", "br")
                .data("x")
                .finish();

        assertThat(listener.events).containsExactly("meta", "message x (compressed)", "end");
        assertThat(listener.meta().compression()).isEqualTo("br");
    }

    @Test
    void anAnswerThatIsTooLongIsNotReadOn() {
        call(META, SETTINGS);
        stream.head(200, "content-type", "application/proto").data("x".repeat(101));

        assertThat(listener.events).containsExactly("meta", "error RESOURCE_EXHAUSTED");
        assertThat(stream.canceled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg,UNKNOWN",
        ",UNKNOWN",
        "application/json,INTERNAL",
        "application/connect+proto,INTERNAL",
        "application/grpc,INTERNAL"
    })
    void anotherContentTypeIsAnError(String type, Code code) {
        call(META, SETTINGS);
        stream.head(200, type == null ? new String[0] : new String[] {"content-type", type});

        assertThat(listener.events).containsExactly("error " + code);
        assertThat(listener.error().fromPeer()).isFalse();
        assertThat(stream.canceled()).isTrue();
    }

    @Test
    void aCompressionThatWasNotOfferedIsAnError() {
        call(META, SETTINGS);
        stream.head(200, "content-type", "application/proto", "content-encoding", "foo");

        assertThat(listener.events).containsExactly("error INTERNAL");
    }

    @Test
    void anErrorIsRead() {
        call(META, SETTINGS);
        stream.head(422, "content-type", "application/json", "b", "2", "trailer-c", "3")
                .data(
                        "{\"code\":\"out_of_range\",\"message\":\"oops\",\"details\":"
                                + "[{\"type\":\"a.B\",\"value\":\"AA\"}]}")
                .finish();

        assertThat(listener.events).containsExactly("meta", "error OUT_OF_RANGE");
        assertThat(listener.error().text()).isEqualTo("oops");
        assertThat(listener.error().details()).hasSize(1);
        assertThat(listener.error().fromPeer()).isTrue();
        assertThat(listener.error().metadata()).isEqualTo(Metadata.of("b", "2", "c", "3"));
        assertThat(listener.meta().metadata()).isEqualTo(Metadata.of("b", "2"));
        assertThat(listener.trailers()).isEqualTo(Metadata.of("c", "3"));
    }

    @Test
    void anErrorWithoutACodeHasTheStatuss() {
        call(META, SETTINGS);
        stream.head(429, "content-type", "application/json; charset=utf-8")
                .data("{\"code\":\"foobar\",\"message\":\"oops\"}")
                .finish();

        assertThat(listener.error().code()).isEqualTo(Code.UNAVAILABLE);
        assertThat(listener.error().text()).isEqualTo("oops");
    }

    @Test
    void anErrorMayBeCompressed() {
        byte[] json = "{\"code\":\"out_of_range\"}".getBytes(UTF_8);
        Payload gzip = Compressions.GZIP.compress(json, 0, json.length);
        call(META, SETTINGS);
        stream.head(422, "content-type", "application/json", "content-encoding", "gzip")
                .data(
                        Arrays.copyOfRange(
                                gzip.array(), gzip.offset(), gzip.offset() + gzip.length()))
                .finish();

        assertThat(listener.events).containsExactly("meta", "error OUT_OF_RANGE");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|application/json||null|INTERNAL",
                "401|application/json||null|UNAUTHENTICATED",
                "403|application/proto||xx|PERMISSION_DENIED",
                "404|text/html||<html>|UNIMPLEMENTED",
                "409|||conflict|UNKNOWN",
                "429|application/json|gzip|{\"code\":\"aborted\"}|UNAVAILABLE",
                "502|application/json|foo|{\"code\":\"aborted\"}|UNAVAILABLE",
                "503|application/json||{\"code\":\"aborted\"|UNAVAILABLE",
                "504|application/json||{\"code\":\"aborted\"} x|UNAVAILABLE",
                "204|application/proto||x|UNKNOWN",
                "302|application/json||[]|UNKNOWN",
                "304|application/json||{}x|UNKNOWN",
                "800|||x|UNKNOWN"
            })
    void whatIsNoErrorOfTheProtocolHasTheStatuss(
            int status, String type, String encoding, String body, Code code) {
        call(META, SETTINGS);
        Metadata fields = new Metadata();
        if (type != null) {
            fields.append("content-type", type);
        }
        if (encoding != null) {
            fields.append("content-encoding", encoding);
        }
        String[] pairs = new String[2 * fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            pairs[2 * i] = fields.nameAt(i);
            pairs[2 * i + 1] = fields.valueAt(i);
        }
        stream.head(status, pairs);
        if (!stream.canceled()) {
            stream.data(body).finish();
        }

        assertThat(listener.events).containsExactly("error " + code);
        assertThat(listener.error().fromPeer()).isFalse();
        assertThat(listener.error().text()).contains(Integer.toString(status));
    }

    @Test
    void whatIsMissingOrEndlessHasTheStatuss() {
        call(META, SETTINGS);
        stream.headAlone(403, "content-type", "application/json");

        assertThat(listener.events).containsExactly("error PERMISSION_DENIED");
    }

    @Test
    void anErrorThatIsTooLongHasTheStatuss() {
        call(META, SETTINGS);
        stream.head(503, "content-type", "application/json").data(" ".repeat(65_537));

        assertThat(listener.events).containsExactly("error UNAVAILABLE");
        assertThat(stream.canceled()).isTrue();
    }

    @Test
    void whatWasNotModifiedIsToldAsThat() {
        ClientExchange exchange = open(META, GET);
        exchange.sendPayload(payload("x"));
        stream.headAlone(304, "etag", "x");

        assertThat(listener.error().isNotModified()).isTrue();
        assertThat(listener.error().metadata()).isEqualTo(Metadata.of("etag", "x"));
    }

    @Test
    void aBrokenStreamIsAnError() {
        call(META, SETTINGS);
        stream.head(200, "content-type", "application/proto").breakOff(StreamReset.Cause.BROKEN);

        assertThat(listener.events).containsExactly("meta", "error UNAVAILABLE");
        assertThat(stream.canceled()).isFalse();
    }

    @Test
    void nothingIsToldOfWhatIsCanceled() {
        ClientExchange exchange = call(META, SETTINGS);
        exchange.cancel();
        exchange.cancel();

        assertThat(stream.canceled()).isTrue();
        assertThat(listener.events).isEmpty();
    }

    @Test
    void backPressureIsTheStreams() {
        ClientExchange exchange = open(META, SETTINGS);
        exchange.pause();
        exchange.sendPayload(payload("x"));
        assertThat(stream.paused()).isTrue();
        exchange.resume();
        assertThat(stream.paused()).isFalse();
        stream.writable(false);
        assertThat(exchange.writable()).isFalse();
        stream.writable(true);
        assertThat(listener.events).containsExactly("writable");
    }

    private ClientExchange call(RequestMeta meta, ClientSettings settings) {
        ClientExchange exchange = open(meta, settings);
        exchange.sendPayload(payload("q"));
        exchange.endRequest();
        return exchange;
    }

    private ClientExchange open(RequestMeta meta, ClientSettings settings) {
        HttpRequest target =
                new HttpRequest(
                        "",
                        "http",
                        "example.test",
                        "/api/",
                        "",
                        Metadata.EMPTY,
                        HttpVersion.HTTP_1_1);
        ClientExchange exchange =
                ConnectClientProtocol.INSTANCE.open(target, meta, MethodKind.UNARY, settings);
        exchange.start(stream::open, listener);
        return exchange;
    }

    private static RequestMeta meta(String compression) {
        return new RequestMeta(
                "/s/m",
                "proto",
                compression,
                List.of("gzip", "br"),
                5_000_000_000L,
                Metadata.of("a", "1", "connect-x", "y", "content-length", "7"));
    }

    private static Payload payload(String text) {
        return Payload.copyOf(text.getBytes(UTF_8), false);
    }
}
