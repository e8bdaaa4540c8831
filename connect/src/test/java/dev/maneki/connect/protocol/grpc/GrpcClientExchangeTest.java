package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.ConnectException;
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
import dev.maneki.connect.protocol.ResponseEnd;
import dev.maneki.connect.protocol.ResponseMeta;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcClientExchangeTest {
    private static final HttpRequest TARGET =
            new HttpRequest("GET", "https", "h:1", "", "", Metadata.EMPTY, HttpVersion.HTTP_2);
    private static final ClientSettings SETTINGS =
            new ClientSettings(100, Compressions.DEFAULT, false, 0, "maneki/1");
    private static final String[] PLAIN = {"content-type", "application/grpc"};
    private static final String[] WEB = {"content-type", "application/grpc-web+proto"};
    private static final String HI = "\0\0\0\0\2hi";

    private final RecordingClientStream stream = new RecordingClientStream();
    private final List<String> events = new ArrayList<>();
    private final Recorder recorder = new Recorder();

    // ---- the request ----

    @Test
    void sendsAHead() {
        RequestMeta request =
                new RequestMeta(
                        "/s/M",
                        "json",
                        "gzip",
                        List.of("br", "gzip"),
                        1_500_000_000,
                        Metadata.of("x-a", "1", "x-a", "2", "grpc-status", "0", "te", "x"));
        GrpcClientProtocol.GRPC
                .open(TARGET, request, MethodKind.UNARY, SETTINGS)
                .start(stream::open, recorder);
        HttpRequest sent = stream.request();
        assertThat(sent.method()).isEqualTo("POST");
        assertThat(sent.authority()).isEqualTo("h:1");
        assertThat(sent.path()).isEqualTo("/s/M");
        assertThat(sent.fields())
                .isEqualTo(
                        Metadata.of(
                                "grpc-timeout", "1500000u",
                                "content-type", "application/grpc+json",
                                "te", "trailers",
                                "grpc-encoding", "gzip",
                                "grpc-accept-encoding", "br,gzip",
                                "user-agent", "maneki/1",
                                "x-a", "1",
                                "x-a", "2"));
    }

    @Test
    void putsATargetsPathBeforeTheMethods() {
        HttpRequest target =
                new HttpRequest("", "http", "h", "/api/", "", Metadata.EMPTY, HttpVersion.HTTP_1_1);
        HttpRequest head = GrpcCallHead.of(GrpcFlavor.WEB, target, meta(Metadata.EMPTY), "");
        assertThat(head.path()).isEqualTo("/api/s/M");
        assertThat(head.fields())
                .isEqualTo(
                        Metadata.of(
                                "content-type",
                                "application/grpc-web+proto",
                                "grpc-accept-encoding",
                                "gzip"));
    }

    @Test
    void leavesACallersUserAgentAlone() {
        Metadata metadata = Metadata.of("user-agent", "theirs");
        HttpRequest head = GrpcCallHead.of(GrpcFlavor.GRPC, TARGET, meta(metadata), "ours");
        assertThat(head.fields().all("user-agent")).containsExactly("theirs");
    }

    @Test
    void sendsTheLastMessageWithTheEnd() {
        ClientExchange exchange = start(GrpcClientProtocol.GRPC);
        exchange.sendPayload(Payload.copyOf(new byte[] {'a'}, false));
        assertThat(stream.body()).isEmpty();
        exchange.sendPayload(Payload.copyOf(new byte[] {'b'}, true));
        assertThat(stream.text()).isEqualTo("\0\0\0\0\1a");
        exchange.endRequest();
        assertThat(stream.text()).isEqualTo("\0\0\0\0\1a\1\0\0\0\1b");
        assertThat(stream.ended()).isTrue();
        assertThat(stream.flushes()).isEqualTo(1);
    }

    @Test
    void sendsAMessageAtAFlush() {
        ClientExchange exchange = start(GrpcClientProtocol.GRPC);
        exchange.sendPayload(Payload.copyOf(new byte[] {'a'}, false));
        exchange.flush();
        assertThat(stream.text()).isEqualTo("\0\0\0\0\1a");
        assertThat(stream.ended()).isFalse();
        exchange.endRequest();
        assertThat(stream.ended()).isTrue();
    }

    // ---- answers as they should be ----

    @Test
    void readsHeadMessagesAndTrailers() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(
                        200,
                        "content-type",
                        "application/grpc",
                        "grpc-encoding",
                        "gzip",
                        "grpc-accept-encoding",
                        "gzip",
                        "x-b",
                        "1")
                .data(bytes(HI + "\1\0\0\0\1z"), 4)
                .finish("grpc-status", "0", "x-c", "2");
        assertThat(events)
                .containsExactly(
                        "meta proto gzip [gzip] {x-b: 1}",
                        "message hi",
                        "compressed z",
                        "OK {x-c: 2}");
        assertThat(stream.canceled()).isFalse();
    }

    @Test
    void readsAnErrorAfterAHead() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, "content-type", "application/grpc", "x-b", "1")
                .finish("grpc-status", "9", "grpc-message", "n%C3%B6", "x-c", "2");
        assertThat(events)
                .containsExactly(
                        "meta proto identity [] {x-b: 1}", "FAILED_PRECONDITION nö {x-c: 2}");
    }

    @Test
    void readsTrailersOnly() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.headAlone(
                200,
                "content-type",
                "application/grpc",
                "x-c",
                "2",
                "grpc-status",
                "9",
                "grpc-message",
                "error");
        assertThat(events).containsExactly("FAILED_PRECONDITION error {x-c: 2}");
    }

    @Test
    void readsTrailersOnlyWhoseEndComesLater() {
        for (GrpcClientProtocol protocol :
                List.of(GrpcClientProtocol.GRPC, GrpcClientProtocol.GRPC_WEB)) {
            events.clear();
            RecordingClientStream another = new RecordingClientStream();
            ClientExchange exchange = open(protocol);
            exchange.start(another::open, recorder);
            exchange.endRequest();
            String type = protocol == GrpcClientProtocol.GRPC ? PLAIN[1] : WEB[1];
            another.head(200, "content-type", type, "x-c", "2", "grpc-status", "9").finish();
            assertThat(events).containsExactly("FAILED_PRECONDITION  {x-c: 2}");
        }
    }

    @Test
    void readsSuccessThatIsTrailersOnly() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.headAlone(200, "content-type", "application/grpc", "grpc-status", "0", "x-c", "2");
        assertThat(events).containsExactly("OK {x-c: 2}");
    }

    @Test
    void readsWebTrailersInTheBody() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        String block = "Grpc-Status: 9\r\ngRPC-Message: error\r\nx-C: 2\r\nx-c: 3\r\n";
        stream.head(200, WEB).data(bytes(HI + trailers(block)), 7).finish();
        assertThat(events)
                .containsExactly(
                        "meta proto identity [] {}",
                        "message hi",
                        "FAILED_PRECONDITION error {x-c: 2, x-c: 3}");
    }

    @Test
    void readsCompressedWebTrailers() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        byte[] block = bytes("grpc-status: 9\r\nx-c: 2\r\n");
        Payload payload =
                Envelope.withPrefix(0x80, Compressions.GZIP.compress(block, 0, block.length));
        byte[] body = new byte[payload.length() + 5];
        System.arraycopy(payload.array(), payload.offset() - 5, body, 0, body.length);
        stream.head(200, "content-type", "application/grpc-web", "grpc-encoding", "gzip")
                .data(body)
                .finish();
        assertThat(events).last().isEqualTo("FAILED_PRECONDITION  {x-c: 2}");
    }

    @Test
    void readsWebTrailersOfHttp() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        stream.head(200, WEB).data(HI).finish("grpc-status", "0");
        assertThat(events).last().isEqualTo("OK {}");
    }

    // ---- answers that are wrong ----

    @Test
    void aStatusInTheHeadIsIgnoredIfThereAreTrailers() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, "content-type", "application/grpc", "grpc-status", "8")
                .finish("x-c", "2", "grpc-status", "9");
        assertThat(events).last().isEqualTo("FAILED_PRECONDITION  {x-c: 2}");
    }

    @Test
    void aStatusInTheHeadIsIgnoredIfThereIsABody() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, "content-type", "application/grpc", "grpc-status", "9").data(HI).finish();
        assertThat(events).last().asString().startsWith("INTERNAL ");
    }

    @Test
    void aStatusInAWebHeadIsIgnoredIfThereIsABody() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        stream.head(200, "content-type", "application/grpc-web", "grpc-status", "8")
                .data(bytes(trailers("grpc-status: 9\r\n")))
                .finish();
        assertThat(events).last().isEqualTo("FAILED_PRECONDITION  {}");
    }

    @ParameterizedTest
    @CsvSource({
        "400, INTERNAL",
        "401, UNAUTHENTICATED",
        "403, PERMISSION_DENIED",
        "404, UNIMPLEMENTED",
        "429, UNAVAILABLE",
        "502, UNAVAILABLE",
        "503, UNAVAILABLE",
        "504, UNAVAILABLE",
        "418, UNKNOWN",
        "500, UNKNOWN",
        "800, UNKNOWN",
    })
    void mapsHttpStatuses(int status, String code) {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(status, "content-type", "text/html");
        assertThat(events).singleElement().asString().startsWith(code + " ");
        assertThat(stream.canceled()).isTrue();
    }

    @Test
    void aGrpcStatusGoesBeforeTheHttpStatus() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.headAlone(503, "content-type", "application/grpc", "grpc-status", "7");
        assertThat(events).containsExactly("PERMISSION_DENIED  {}");
    }

    @ParameterizedTest
    @CsvSource({
        "image/jpeg, UNKNOWN",
        "application/grpc-web, UNKNOWN",
        "application/grpc+json, INTERNAL",
    })
    void refusesOtherContentTypes(String type, String code) {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, "content-type", type);
        assertThat(events).singleElement().asString().startsWith(code + " ");
    }

    @Test
    void refusesAMissingContentType() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200);
        assertThat(events).singleElement().asString().startsWith("UNKNOWN ");
    }

    @Test
    void refusesACompressionThatItDidNotOffer() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, "content-type", "application/grpc", "grpc-encoding", "foo");
        assertThat(events).singleElement().asString().startsWith("INTERNAL ");
    }

    // A compressed message without compression, flags of another protocol, and trailers.
    @ParameterizedTest
    @ValueSource(strings = {"\1\0\0\0\1z", "\2\0\0\0\0", "\200\0\0\0\0"})
    void refusesBadEnvelopes(String body) {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, PLAIN).data(bytes(body));
        assertThat(events).last().asString().startsWith("INTERNAL ");
        assertThat(stream.canceled()).isTrue();
    }

    @Test
    void limitsMessages() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, PLAIN).data("\0\0\0\0e");
        assertThat(events).last().asString().startsWith("RESOURCE_EXHAUSTED ");
    }

    @ParameterizedTest
    @CsvSource({"grpc-message, UNKNOWN", "'', INTERNAL"})
    void missesAStatus(String trailer, String code) {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, PLAIN).data(HI);
        if (trailer.isEmpty()) {
            stream.finish();
        } else {
            stream.finish(trailer, "error");
        }
        assertThat(events).last().asString().startsWith(code + " ");
    }

    @Test
    void missesAStatusAmongWebTrailers() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        stream.head(200, WEB).data(bytes(trailers("grpc-message: error\r\n"))).finish();
        assertThat(events).last().asString().startsWith("UNKNOWN ");
    }

    @Test
    void aTornMessageIsAnErrorUnlessTheCalleeTellsOne() {
        for (String body : List.of("\0\0\0\0\12abc", "\0\0\0")) {
            for (String status : List.of("0", "9")) {
                events.clear();
                RecordingClientStream another = new RecordingClientStream();
                ClientExchange exchange = open(GrpcClientProtocol.GRPC);
                exchange.start(another::open, recorder);
                exchange.endRequest();
                another.head(200, PLAIN).data(body).finish("grpc-status", status);
                assertThat(events)
                        .last()
                        .asString()
                        .startsWith(status.equals("0") ? "INTERNAL " : "FAILED_PRECONDITION ");
            }
        }
    }

    @Test
    void webTrailersEndTheResponse() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        stream.head(200, WEB).data(bytes(trailers("grpc-status: 0\r\n") + HI));
        assertThat(events).last().asString().startsWith("INTERNAL ");
        assertThat(events).doesNotContain("message hi");
    }

    @Test
    void readsMalformedWebTrailersAsInternal() {
        start(GrpcClientProtocol.GRPC_WEB).endRequest();
        stream.head(200, WEB).data(bytes(trailers("nonsense")));
        assertThat(events).last().asString().startsWith("INTERNAL ");
    }

    @Test
    void aBrokenStreamIsAnError() {
        start(GrpcClientProtocol.GRPC).endRequest();
        stream.head(200, PLAIN).data(HI).breakOff(StreamReset.Cause.REFUSED);
        assertThat(events).last().asString().startsWith("UNAVAILABLE ");
        assertThat(stream.canceled()).isFalse();
    }

    // ---- ends before the end ----

    @Test
    void givesTheStreamBackIfTheAnswerComesBeforeTheRequestIsOver() {
        ClientExchange exchange = start(GrpcClientProtocol.GRPC);
        stream.headAlone(200, "content-type", "application/grpc", "grpc-status", "5");
        assertThat(stream.canceled()).isTrue();
        exchange.sendPayload(Payload.empty());
        exchange.endRequest();
        assertThat(stream.body()).isEmpty();
    }

    @Test
    void tellsNothingAfterACancel() {
        ClientExchange exchange = start(GrpcClientProtocol.GRPC);
        stream.head(200, PLAIN);
        exchange.cancel();
        assertThat(stream.canceled()).isTrue();
        assertThat(events).containsExactly("meta proto identity [] {}");
    }

    @Test
    void mayBeCanceledWithinAMessage() {
        ClientExchange exchange = start(GrpcClientProtocol.GRPC);
        recorder.onMessage = exchange::cancel;
        stream.head(200, PLAIN).data(HI + HI);
        assertThat(events).containsExactly("meta proto identity [] {}", "message hi");
    }

    private ClientExchange start(GrpcClientProtocol protocol) {
        ClientExchange exchange = open(protocol);
        exchange.start(stream::open, recorder);
        return exchange;
    }

    private static ClientExchange open(GrpcClientProtocol protocol) {
        return protocol.open(TARGET, meta(Metadata.EMPTY), MethodKind.UNARY, SETTINGS);
    }

    private static RequestMeta meta(Metadata metadata) {
        return new RequestMeta(
                "/s/M", "proto", "identity", List.of("gzip"), RequestMeta.NO_TIMEOUT, metadata);
    }

    private static String trailers(String block) {
        return "\u0080\0\0\0" + (char) block.length() + block;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private final class Recorder implements ClientExchange.Listener {
        private Runnable onMessage = () -> {};

        @Override
        public void onMeta(ResponseMeta meta) {
            events.add(
                    "meta "
                            + meta.codec()
                            + " "
                            + meta.compression()
                            + " "
                            + meta.acceptCompression()
                            + " "
                            + meta.metadata());
        }

        @Override
        public void onPayload(Payload payload) {
            String text =
                    new String(payload.array(), payload.offset(), payload.length(), ISO_8859_1);
            events.add((payload.compressed() ? "compressed " : "message ") + text);
            onMessage.run();
        }

        @Override
        public void onEnd(ResponseEnd end) {
            ConnectException error = end.error();
            events.add(
                    (error == null ? "OK" : error.code() + " " + error.text())
                            + " "
                            + end.trailers());
        }

        @Override
        public void onWritable() {
            events.add("writable");
        }
    }
}
