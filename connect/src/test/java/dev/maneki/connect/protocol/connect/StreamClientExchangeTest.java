package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
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
import dev.maneki.connect.protocol.Envelope;
import dev.maneki.connect.protocol.Payload;
import dev.maneki.connect.protocol.RequestMeta;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamClientExchangeTest {
    private static final ClientSettings SETTINGS =
            new ClientSettings(100, Compressions.DEFAULT, true, 1_000, "test/1");
    private static final String END = "\2\0\0\0\2{}";

    private final RecordingClientStream stream = new RecordingClientStream();
    private final RecordingClientListener listener = new RecordingClientListener();

    @Test
    void theHeadGoesAheadOfTheMessages() {
        open("gzip");

        assertThat(stream.request())
                .isEqualTo(
                        new HttpRequest(
                                "POST",
                                "https",
                                "example.test",
                                "/s/m",
                                "",
                                Metadata.of(
                                        "content-type", "application/connect+proto",
                                        "connect-protocol-version", "1",
                                        "connect-content-encoding", "gzip",
                                        "connect-accept-encoding", "gzip",
                                        "user-agent", "own",
                                        "a", "1"),
                                HttpVersion.HTTP_2));
    }

    @Test
    void theLastMessageCarriesTheEnd() {
        ClientExchange exchange = open("gzip");
        exchange.sendPayload(Payload.copyOf(bytes("a"), false));
        exchange.sendPayload(Payload.copyOf(bytes("b"), true));
        assertThat(stream.body()).isEqualTo(bytes("\0\0\0\0\1a"));
        exchange.flush();
        assertThat(stream.body()).isEqualTo(bytes("\0\0\0\0\1a\1\0\0\0\1b"));
        assertThat(stream.ended()).isFalse();
        exchange.sendPayload(Payload.empty());
        exchange.endRequest();

        assertThat(stream.body()).isEqualTo(bytes("\0\0\0\0\1a\1\0\0\0\1b\0\0\0\0\0"));
        assertThat(stream.ended()).isTrue();
        assertThat(stream.flushes()).isEqualTo(2);
    }

    @Test
    void aRequestMayBeEmpty() {
        open("identity").endRequest();

        assertThat(stream.body()).isEmpty();
        assertThat(stream.ended()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 6, 1_000})
    void messagesAreToldAndThenTheEnd(int piece) {
        answer("b", "2", "date", "now")
                .data(bytes("\0\0\0\0\1a\0\0\0\0\0"), piece)
                .data(bytes("\2\0\0\0\30{\"metadata\":{\"c\":[\"3\"]}}"), piece)
                .finish();

        assertThat(listener.events).containsExactly("meta", "message a", "message ", "end");
        assertThat(listener.meta().metadata()).isEqualTo(Metadata.of("b", "2"));
        assertThat(listener.trailers()).isEqualTo(Metadata.of("c", "3"));
        assertThat(stream.canceled()).isFalse();
    }

    @Test
    void aSuccessMayHaveNoMessage() {
        answer().data(bytes(END)).finish();

        assertThat(listener.events).containsExactly("meta", "end");
    }

    @Test
    void anErrorIsInTheLastMessage() {
        answer("b", "2")
                .data(
                        envelope(
                                2,
                                "{\"error\":{\"code\":\"aborted\",\"message\":\"oops\"},"
                                        + "\"metadata\":{\"c\":[\"3\"]}}"))
                .finish();

        assertThat(listener.events).containsExactly("meta", "error ABORTED");
        assertThat(listener.error().fromPeer()).isTrue();
        assertThat(listener.error().text()).isEqualTo("oops");
        assertThat(listener.error().metadata()).isEqualTo(Metadata.of("b", "2", "c", "3"));
        assertThat(listener.trailers()).isEqualTo(Metadata.of("c", "3"));
    }

    @Test
    void theLastMessageMayBeCompressed() {
        byte[] json = bytes("{\"error\":{\"code\":\"out_of_range\"}}");
        Payload gzip = Compressions.GZIP.compress(json, 0, json.length);
        answer("connect-content-encoding", "gzip").data(whole(2, gzip)).finish();

        assertThat(listener.events).containsExactly("meta", "error OUT_OF_RANGE");
    }

    @Test
    void messagesMayBeCompressed() {
        answer("connect-content-encoding", "gzip")
                .data(bytes("\1\0\0\0\1a\0\0\0\0\1b\1\0\0\0\0" + END))
                .finish();

        assertThat(listener.events)
                .containsExactly("meta", "message a (compressed)", "message b", "message ", "end");
        assertThat(listener.meta().compression()).isEqualTo("gzip");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", // no end
                "\0\0\0", // torn prefix
                "\0\0\0\0\12abc", // torn message
                "\1\0\0\0\1a" + END, // compressed by nothing
                "\3\0\0\0\2{}",
                "\4\0\0\0\1a" + END, // unknown flag
                "\2\0\0\0\4null",
                "\2\0\0\0\1{",
                "\2\0\0\0\0",
                END + END,
                END + "\0\0\0\0\1a",
                END + "\0\0"
            })
    void whatIsNotOfTheProtocolIsInternal(String body) {
        answer("connect-content-encoding", "identity").data(bytes(body));
        if (!stream.canceled()) {
            stream.finish();
        }

        assertThat(listener.events).containsExactly("meta", "error INTERNAL");
        assertThat(listener.error().fromPeer()).isFalse();
    }

    @Test
    void messagesBeforeWhatIsWrongAreTold() {
        answer().data(bytes("\0\0\0\0\1a")).finish();

        assertThat(listener.events).containsExactly("meta", "message a", "error INTERNAL");
    }

    @Test
    void anEndWithoutABodyIsNone() {
        open("identity").endRequest();
        stream.headAlone(200, "content-type", "application/connect+proto");

        assertThat(listener.events).containsExactly("meta", "error INTERNAL");
    }

    @Test
    void aMessageThatIsTooLongIsNotReadOn() {
        answer().data(bytes("\0\0\0\0\145"));

        assertThat(listener.events).containsExactly("meta", "error RESOURCE_EXHAUSTED");
        assertThat(stream.canceled()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "application/connect+json,INTERNAL",
        "application/proto,UNKNOWN",
        "text/html,UNKNOWN",
        ",UNKNOWN"
    })
    void anotherContentTypeIsAnError(String type, Code code) {
        open("identity").endRequest();
        stream.head(200, type == null ? new String[0] : new String[] {"content-type", type});

        assertThat(listener.events).containsExactly("error " + code);
        assertThat(stream.canceled()).isTrue();
    }

    @Test
    void aCompressionThatWasNotOfferedIsAnError() {
        open("identity").endRequest();
        stream.head(
                200,
                "content-type",
                "application/connect+proto",
                "connect-content-encoding",
                "foo");

        assertThat(listener.events).containsExactly("error INTERNAL");
    }

    @ParameterizedTest
    @CsvSource({"400,INTERNAL", "404,UNIMPLEMENTED", "503,UNAVAILABLE", "415,UNKNOWN"})
    void anotherStatusIsAnError(int status, Code code) {
        open("identity").endRequest();
        stream.headAlone(status, "content-type", "application/connect+proto");

        assertThat(listener.events).containsExactly("error " + code);
    }

    @Test
    void aBrokenStreamIsAnErrorUnlessAllWasSaid() {
        answer().breakOff(StreamReset.Cause.OVERLOADED);
        assertThat(listener.events).containsExactly("meta", "error RESOURCE_EXHAUSTED");
    }

    @Test
    void aStreamThatBreaksAfterItsEndHasEnded() {
        answer().data(bytes(END)).breakOff(StreamReset.Cause.BROKEN);
        assertThat(listener.events).containsExactly("meta", "end");
    }

    @Test
    void anAnswerThatEndsEarlyEndsTheRequest() {
        ClientExchange exchange = open("identity");
        exchange.sendPayload(Payload.empty());
        stream.head(200, "content-type", "application/connect+proto").data(bytes(END)).finish();
        exchange.sendPayload(Payload.empty());
        exchange.flush();
        exchange.endRequest();

        assertThat(listener.events).containsExactly("meta", "end");
        assertThat(stream.canceled()).isTrue();
        assertThat(stream.body()).isEmpty();
    }

    @Test
    void nothingIsToldOfWhatIsCanceled() {
        ClientExchange exchange = open("identity");
        exchange.cancel();
        exchange.sendPayload(Payload.empty());
        exchange.endRequest();

        assertThat(stream.canceled()).isTrue();
        assertThat(stream.body()).isEmpty();
        assertThat(listener.events).isEmpty();
    }

    private RecordingClientStream answer(String... fields) {
        open("identity").endRequest();
        String[] all = Arrays.copyOf(fields, fields.length + 2);
        all[fields.length] = "content-type";
        all[fields.length + 1] = "application/connect+proto";
        return stream.head(200, all);
    }

    private ClientExchange open(String compression) {
        HttpRequest target =
                new HttpRequest(
                        "", "https", "example.test", "", "", Metadata.EMPTY, HttpVersion.HTTP_2);
        RequestMeta meta =
                new RequestMeta(
                        "/s/m",
                        "proto",
                        compression,
                        List.of("gzip"),
                        RequestMeta.NO_TIMEOUT,
                        Metadata.of("user-agent", "own", "a", "1"));
        ClientExchange exchange =
                ConnectClientProtocol.INSTANCE.open(
                        target, meta, MethodKind.SERVER_STREAM, SETTINGS);
        exchange.start(stream::open, listener);
        return exchange;
    }

    private static byte[] envelope(int flags, String text) {
        return whole(flags, Payload.copyOf(text.getBytes(UTF_8), false));
    }

    private static byte[] whole(int flags, Payload payload) {
        Payload whole = Envelope.withPrefix(flags, payload);
        int from = whole.offset() - Payload.HEADROOM;
        return Arrays.copyOfRange(whole.array(), from, whole.offset() + whole.length());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
