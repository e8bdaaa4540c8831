package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What we send to a backend, and what its responses must be. */
class ClientRulesTest {
    private final TestOwner owner = new TestOwner();
    private @Nullable Http2ClientConnection made;
    private final WirePeer peer =
            WirePeer.server(
                    worker -> {
                        made =
                                new Http2ClientConnection(
                                        worker,
                                        Limits.DEFAULT.with(
                                                Map.of(Limit.RESPONSE_HEADER_COUNT, 10L)),
                                        owner,
                                        false);
                        return made;
                    });
    private final Http2ClientConnection client = Objects.requireNonNull(made);

    @AfterEach
    void close() {
        peer.close();
    }

    @Test
    void theHeadIsWrittenByTheRules() {
        RequestHead head = request("PUT");
        head.path().set("/a");
        head.hasQuery(true);
        head.query().set("b=c");
        head.port(8080);
        head.acceptsTrailers(true);
        head.fields().add(FieldNames.CONNECTION, "x");
        head.fields().add(FieldNames.X_REQUEST_ID, "1");
        client.open(new TestClient()).sendHead(head, true);
        peer.flush();

        assertThat(peer.received)
                .containsExactly(
                        "HEADERS 1 END :method: PUT;:scheme: http;:authority: a:8080;:path: /a?b=c;"
                                + "x-request-id: 1;te: trailers;");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "content-type=a",
                ":status=99",
                ":status=20",
                ":status=abc",
                ":status=101",
                ":status=200|:status=200",
                "a=b|:status=200",
                ":status=200|:path=/",
                ":status=200|connection=close",
                ":status=200|transfer-encoding=chunked",
                ":status=200|x=a\nb",
                ":status=200|content-length=x",
                ":status=200|content-length=1|content-length=1",
                ":status=200|a=1|a=2|a=3|a=4|a=5|a=6|a=7|a=8|a=9|a=10",
            })
    void anInvalidResponseIsAFault(String fields) throws Exception {
        TestClient call = get();
        peer.headers(1, false, split(fields));

        TestClient.Response response = call.response.get();
        assertThat(Objects.requireNonNull(response.fault()).reason())
                .isEqualTo(Reason.BACKEND_INVALID_RESPONSE);
        assertThat(response.status()).isZero();
        assertThat(peer.received).contains("RST_STREAM 1 PROTOCOL_ERROR");
        assertThat(client.available()).isTrue();
    }

    @Test
    void aBodyOfAnotherLengthIsAFault() throws Exception {
        TestClient call = get();
        peer.headers(1, false, ":status", "200", "content-length", "3");
        peer.data(1, true, "ab");

        assertThat(Objects.requireNonNull(call.response.get().fault()).reason())
                .isEqualTo(Reason.BACKEND_INVALID_RESPONSE);
    }

    @Test
    void headMayHaveALengthWithoutABody() throws Exception {
        TestClient call = new TestClient();
        client.open(call).sendHead(request("HEAD"), true);
        peer.flush();
        peer.headers(1, true, ":status", "200", "content-length", "3");

        assertThat(call.response.get().fault()).isNull();
        assertThat(call.response.get().fields()).contains("content-length: 3");
    }

    @Test
    void interimResponsesAreNoFlood() throws Exception {
        TestClient call = get();
        for (int i = 0; i < 40; i++) {
            peer.headers(1, false, ":status", "103");
        }

        assertThat(Objects.requireNonNull(call.response.get().fault()).reason())
                .isEqualTo(Reason.BACKEND_INVALID_RESPONSE);
    }

    @Test
    void aRefusedStreamMayBeTriedAgain() throws Exception {
        TestClient refused = get();
        TestClient cancelled = get();
        peer.frame(Frames.RST_STREAM, 0, 1, 0, 0, 0, 7);
        peer.frame(Frames.RST_STREAM, 0, 3, 0, 0, 0, 8);

        assertThat(Objects.requireNonNull(refused.response.get().fault()).retryable()).isTrue();
        assertThat(Objects.requireNonNull(cancelled.response.get().fault()).retryable()).isFalse();
    }

    @Test
    void goAwayGivesBackWhatIsBeyondIt() throws Exception {
        TestClient first = get();
        TestClient second = get();
        peer.frame(Frames.GOAWAY, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);

        assertThat(Objects.requireNonNull(second.response.get().fault()).retryable()).isTrue();
        assertThat(owner.draining.getCount()).isZero();
        assertThat(client.available()).isFalse();
        assertThat(owner.closed.getCount()).isOne();
        peer.headers(1, true, ":status", "200");
        assertThat(first.response.get().status()).isEqualTo(200);
        assertThat(owner.closed.getCount()).isZero();
    }

    @Test
    void theBackendsStreamLimitHolds() {
        peer.frame(Frames.SETTINGS, 0, 0, 0, 3, 0, 0, 0, 1);
        assertThat(client.available()).isTrue();
        get();
        assertThat(client.available()).isFalse();
        assertThat(client.activeStreams()).isOne();
        peer.headers(1, true, ":status", "200");
        assertThat(client.available()).isTrue();
        assertThat(owner.available.getCount()).isZero();
    }

    @Test
    void anUpgradeNeedsTheBackendsWord() throws Exception {
        TestClient call = new TestClient();
        RequestHead head = request("GET");
        head.upgrade("websocket");
        client.open(call).sendHead(head, true);
        peer.flush();
        assertThat(call.response.get().fault()).isNotNull();

        peer.frame(Frames.SETTINGS, 0, 0, 0, 8, 0, 0, 0, 1);
        client.open(new TestClient()).sendHead(head, true);
        peer.flush();
        assertThat(peer.received.getLast())
                .isEqualTo(
                        "HEADERS 1 :method: CONNECT;:protocol: websocket;:scheme: http;"
                                + ":authority: a;:path: /;");
    }

    @Test
    void aPausedResponseIsDeliveredWholeAfterItHasEnded() throws Exception {
        TestClient call = new TestClient();
        ClientStream stream = client.open(call);
        stream.sendHead(request("GET"), true);
        peer.flush();
        peer.headers(1, false, ":status", "200");
        stream.pauseResponse();
        peer.data(1, false, "ab");
        peer.headers(1, true, "grpc-status", "0");
        assertThat(client.activeStreams()).isZero();
        assertThat(call.response).isNotDone();

        stream.resumeResponse();

        assertThat(call.response.get().body()).hasSize(2);
        assertThat(call.response.get().trailers()).isEqualTo("grpc-status: 0\n");
    }

    /** RFC 9113 section 8.1: so a backend says that it needs no more of the request. */
    @Test
    void aWholeResponseThatWaitsIsNotLostByAReset() throws Exception {
        TestClient call = new TestClient();
        ClientStream stream = client.open(call);
        stream.sendHead(request("POST"), false);
        peer.flush();
        peer.headers(1, false, ":status", "200");
        stream.pauseResponse();
        peer.data(1, true, "ab");
        peer.frame(Frames.RST_STREAM, 0, 1, 0, 0, 0, 0);
        assertThat(client.activeStreams()).isZero();

        stream.resumeResponse();

        assertThat(call.response).isDone();
        assertThat(call.response.get().fault()).isNull();
        assertThat(call.response.get().body()).hasSize(2);
    }

    @Test
    void aResponseMayEndBeforeTheRequest() throws Exception {
        TestClient call = new TestClient();
        ClientStream stream = client.open(call);
        stream.sendHead(request("POST"), false);
        peer.flush();
        peer.headers(1, true, ":status", "200");
        assertThat(call.response.get().status()).isEqualTo(200);
        peer.frame(Frames.RST_STREAM, 0, 1, 0, 0, 0, 0);
        stream.sendData(Unpooled.wrappedBuffer(new byte[1]), true);

        assertThat(client.activeStreams()).isZero();
        assertThat(call.response.get().fault()).isNull();
    }

    @Test
    void whatComesForACancelledStreamIsIgnored() {
        TestClient call = new TestClient();
        ClientStream stream = client.open(call);
        stream.sendHead(request("GET"), true);
        peer.flush();
        stream.cancel();
        peer.flush();
        peer.headers(1, false, ":status", "200");
        peer.data(1, true, "x");

        assertThat(peer.received.getLast()).isEqualTo("RST_STREAM 1 CANCEL");
        assertThat(call.response).isNotDone();
        assertThat(client.available()).isTrue();
    }

    /** Downloads that clients give up leave DATA under way, in frames as small as they come. */
    @Test
    void whatCancelledDownloadsHaveUnderWayIsNoFlood() throws Exception {
        TestClient running = get();
        peer.headers(1, false, ":status", "200");
        for (int id = 3; id < 23; id += 2) {
            ClientStream stream = client.open(new TestClient());
            stream.sendHead(request("GET"), true);
            peer.flush();
            peer.headers(id, false, ":status", "200");
            stream.cancel();
            peer.flush();
            for (int i = 0; i < 600; i++) {
                peer.data(id, false, "a hundred bytes, more or less");
            }
        }
        peer.data(1, true, "x");

        assertThat(running.response.get().fault()).isNull();
        assertThat(client.available()).isTrue();
    }

    @Test
    void dataBeyondWhatWasUnderWayIsAFlood() {
        ClientStream stream = client.open(new TestClient());
        stream.sendHead(request("GET"), true);
        peer.flush();
        stream.cancel();
        peer.flush();
        String frame = "x".repeat(64);
        for (int i = 0; i < 3_000; i++) {
            peer.data(1, false, frame);
        }

        assertThat(peer.received).contains("GOAWAY 0 ENHANCE_YOUR_CALM");
    }

    @Test
    void emptyDataForACancelledStreamIsAFlood() {
        ClientStream stream = client.open(new TestClient());
        stream.sendHead(request("GET"), true);
        peer.flush();
        stream.cancel();
        peer.flush();
        for (int i = 0; i < 1_100; i++) {
            peer.data(1, false, "");
        }

        assertThat(peer.received).contains("GOAWAY 0 ENHANCE_YOUR_CALM");
    }

    @Test
    void headersForStreamsThatAreNoMoreAreAFlood() {
        get();
        peer.headers(1, true, ":status", "200");
        for (int i = 0; i < 1_100; i++) {
            peer.headers(1, true, "grpc-status", "0");
        }

        assertThat(peer.received).contains("GOAWAY 0 ENHANCE_YOUR_CALM");
    }

    /** The request's body need not have ended for the response to be whole. */
    @Test
    void aWholeResponseThatWaitsIsNotLostWithTheConnection() throws Exception {
        TestClient call = new TestClient();
        ClientStream stream = client.open(call);
        stream.sendHead(request("POST"), false);
        peer.flush();
        peer.headers(1, false, ":status", "200");
        stream.pauseResponse();
        peer.data(1, false, "ab");
        peer.headers(1, true, "grpc-status", "0");
        peer.channel.close();
        assertThat(owner.closed.getCount()).isZero();

        stream.resumeResponse();

        assertThat(call.response).isDone();
        assertThat(call.response.get().fault()).isNull();
        assertThat(call.response.get().body()).hasSize(2);
        assertThat(call.response.get().trailers()).isEqualTo("grpc-status: 0\n");
    }

    /** The exchange may send the same head again elsewhere, perhaps to a backend of HTTP/1.1. */
    @Test
    void theWebSocketKeyStaysInTheHead() {
        peer.frame(Frames.SETTINGS, 0, 0, 0, 8, 0, 0, 0, 1);
        RequestHead head = request("GET");
        head.upgrade("websocket");
        head.fields().add(FieldNames.SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==");
        client.open(new TestClient()).sendHead(head, true);
        peer.flush();

        assertThat(peer.received.getLast()).doesNotContain("sec-websocket-key");
        assertThat(head.fields().value(head.fields().find(FieldNames.SEC_WEBSOCKET_KEY)))
                .isEqualTo("dGhlIHNhbXBsZSBub25jZQ==");
    }

    @Test
    void trailersGoOut() {
        ClientStream stream = client.open(new TestClient());
        stream.sendHead(request("POST"), false);
        HeaderFields trailers = new HeaderFields();
        trailers.add(FieldNames.GRPC_STATUS, "0");
        stream.sendTrailers(trailers);
        peer.flush();

        assertThat(peer.received.getLast()).isEqualTo("HEADERS 1 END grpc-status: 0;");
    }

    @Test
    void pushIsRefused() {
        get();
        peer.frame(Frames.PUSH_PROMISE, Frames.FLAG_END_HEADERS, 1, 0, 0, 0, 2, 0x88);

        assertThat(peer.received).contains("GOAWAY 0 PROTOCOL_ERROR");
        assertThat(owner.closed.getCount()).isZero();
    }

    private TestClient get() {
        TestClient call = new TestClient();
        client.open(call).sendHead(request("GET"), true);
        peer.flush();
        return call;
    }

    private static RequestHead request(String method) {
        RequestHead head = new RequestHead();
        head.method(method);
        head.path().set("/");
        head.host().set("a");
        return head;
    }

    private static String[] split(String fields) {
        return java.util.Arrays.stream(fields.split("\\|"))
                .flatMap(
                        field -> {
                            int at = field.indexOf('=');
                            return java.util.stream.Stream.of(
                                    field.substring(0, at), field.substring(at + 1));
                        })
                .toArray(String[]::new);
    }
}
