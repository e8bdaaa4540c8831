package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
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
import org.junit.jupiter.params.provider.ValueSource;

class StreamServerExchangeTest {
    private static final ServerSettings SETTINGS =
            new ServerSettings(Set.of("proto", "json"), List.of("gzip"), 100, false);

    private final RecordingServerListener listener = new RecordingServerListener();

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 7, 100})
    void eachEnvelopeIsAMessage(int piece) {
        RecordingServerStream stream = post();
        open(stream).start(listener);
        stream.data(bytes("\0\0\0\0\1a\0\0\0\0\0\0\0\0\0\2bc"), piece).finish();

        assertThat(listener.events).containsExactly("message a", "message ", "message bc", "end");
    }

    @Test
    void aStreamMayBeEmpty() {
        RecordingServerStream stream = post();
        open(stream).start(listener);
        stream.finish();

        assertThat(listener.events).containsExactly("end");
    }

    @Test
    void messagesMayBeCompressedOrNot() {
        RecordingServerStream stream = post("connect-content-encoding", "gzip");
        open(stream).start(listener);
        stream.data(bytes("\1\0\0\0\1a\0\0\0\0\1b\1\0\0\0\0")).finish();

        assertThat(listener.events)
                .containsExactly("message a (compressed)", "message b", "message ", "end");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\1\0\0\0\1a\0\0\0\0\1b", // compressed, by nothing
                "\2\0\0\0\2{}", // requests do not end so
                "\100\0\0\0\0"
            })
    void flagsThatMustNotBeAreAFault(String body) {
        RecordingServerStream stream = post("connect-content-encoding", "identity");
        open(stream).start(listener);
        stream.data(bytes(body)).finish();

        assertThat(listener.events).containsExactly("fault INTERNAL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0\0\0", "\0\0\0\0\12abc"})
    void anEndWithinAnEnvelopeIsAFault(String body) {
        RecordingServerStream stream = post();
        open(stream).start(listener);
        stream.data(bytes(body)).finish();

        assertThat(listener.events).containsExactly("fault INTERNAL");
    }

    @Test
    void aMessageThatIsTooLongIsAFaultBeforeItHasCome() {
        RecordingServerStream stream = post();
        open(stream).start(listener);
        stream.data(bytes("\0\0\0\0\1a\0\0\0\0\145"));

        assertThat(listener.events).containsExactly("message a", "fault RESOURCE_EXHAUSTED");
    }

    @Test
    void messagesGoOutAsTheyCome() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.sendMeta(
                new ResponseMeta("proto", "gzip", List.of("gzip", "br"), Metadata.of("a", "1")));
        exchange.sendPayload(Payload.copyOf(bytes("a"), false));
        exchange.sendPayload(Payload.copyOf(bytes("b"), true));
        exchange.flush();

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/connect+proto",
                                "connect-content-encoding", "gzip",
                                "connect-accept-encoding", "gzip,br",
                                "a", "1"));
        assertThat(stream.body()).isEqualTo(bytes("\0\0\0\0\1a\1\0\0\0\1b"));
        assertThat(stream.flushes()).isEqualTo(1);
        assertThat(stream.ended()).isFalse();

        exchange.end(new ResponseEnd(null, Metadata.of("b", "2")));
        assertThat(stream.text()).endsWith("\2\0\0\0\30{\"metadata\":{\"b\":[\"2\"]}}");
        assertThat(stream.ended()).isTrue();
        assertThat(stream.flushes()).isEqualTo(2);
    }

    @Test
    void anErrorEndsAStreamThatSucceededAsHttp() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.end(
                ResponseEnd.of(
                        new ConnectException(Code.NOT_FOUND, "")
                                .withMetadata(Metadata.of("e", "3"))));

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type", "application/connect+proto",
                                "connect-accept-encoding", "gzip"));
        assertThat(stream.text())
                .endsWith("{\"error\":{\"code\":\"not_found\"},\"metadata\":{\"e\":[\"3\"]}}");
    }

    @Test
    void aRefusedCallIsAnsweredWithoutBeingStarted() {
        RecordingServerStream stream = post("connect-content-encoding", "foo");
        ServerExchange exchange = open(stream);
        exchange.end(ResponseEnd.of(Objects.requireNonNull(exchange.refusal())));
        stream.data("what is still to come").finish();

        assertThat(stream.status()).isEqualTo(200);
        assertThat(stream.text()).contains("unimplemented");
    }

    @Test
    void nothingIsToldAfterTheEnd() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        exchange.end(ResponseEnd.OK);
        stream.data(bytes("\0\0\0\0\1a")).finish();
        stream.writable(true);
        stream.breakOff(StreamReset.Cause.CANCELED);
        exchange.sendPayload(Payload.empty());

        assertThat(listener.events).isEmpty();
    }

    @Test
    void aResetIsTold() {
        RecordingServerStream stream = post();
        ServerExchange exchange = open(stream);
        exchange.start(listener);
        stream.breakOff(StreamReset.Cause.BROKEN);
        exchange.sendPayload(Payload.empty());
        exchange.end(ResponseEnd.OK);

        assertThat(listener.events).containsExactly("reset BROKEN");
        assertThat(stream.status()).isZero();
    }

    private static ServerExchange open(RecordingServerStream stream) {
        ServerExchange exchange = ConnectServerProtocol.INSTANCE.open(stream, SETTINGS);
        assertThat(exchange.streaming()).isTrue();
        assertThat(exchange.get()).isFalse();
        return exchange;
    }

    private static RecordingServerStream post(String... more) {
        Metadata fields = new Metadata().append("content-type", "application/connect+proto");
        Metadata.of(more).forEach(fields::append);
        String[] all = new String[2 * fields.size()];
        for (int i = 0; i < fields.size(); i++) {
            all[2 * i] = fields.nameAt(i);
            all[2 * i + 1] = fields.valueAt(i);
        }
        return RecordingServerStream.post("/s/m", all);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
