package dev.maneki.proxy.http2;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our client half against our server half, over a socket. */
@Timeout(30)
class Http2LoopIT {
    private final TestServer server = new TestServer(Limits.DEFAULT);
    private final TestOwner owner = new TestOwner();
    private Http2ClientConnection client = server.connect(owner);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aRequestWithoutBodyIsAnswered() throws Exception {
        TestClient.Response response = call(request("GET", "/x"), true, stream -> {});

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.fields())
                .contains("content-type: text/plain")
                .contains("x-path: /x")
                .contains("date: ");
        assertThat(new String(response.body(), US_ASCII)).isEqualTo("hello\n");
    }

    @Test
    void manyRequestsOneAfterTheOtherUseTheDynamicTables() throws Exception {
        for (int i = 0; i < 300; i++) {
            RequestHead head = request("GET", "/path/" + i % 7);
            head.fields().add(FieldName.of("User-Agent"), "test");
            head.fields().add(FieldName.of("x-changing"), "value-" + i);
            head.fields().add(FieldName.of("authorization"), "secret");
            TestClient.Response response = call(head, true, stream -> {});
            assertThat(response.fault()).isNull();
            assertThat(response.fields()).contains("x-path: /path/" + i % 7);
        }
    }

    @Test
    void aHeadThatNeedsContinuationArrives() throws Exception {
        RequestHead head = request("GET", "/long");
        head.fields().add(FieldName.of("x-long"), "v".repeat(40_000));

        TestClient.Response response = call(head, true, stream -> {});

        assertThat(response.status()).isEqualTo(200);
    }

    @Test
    void bodiesAndTrailersComeBack() throws Exception {
        HeaderFields trailers = new HeaderFields();
        trailers.add(FieldNames.GRPC_STATUS, "0");
        RequestHead head = request("POST", "/echo");
        head.acceptsTrailers(true);

        TestClient.Response response =
                call(
                        head,
                        false,
                        stream -> {
                            stream.sendData(Unpooled.copiedBuffer("one ", US_ASCII), false);
                            stream.sendData(Unpooled.copiedBuffer("two", US_ASCII), false);
                            stream.sendTrailers(trailers);
                        });

        assertThat(new String(response.body(), US_ASCII)).isEqualTo("one two");
        assertThat(response.trailers()).isEqualTo("grpc-status: 0\n");
    }

    @Test
    void aLargeResponseIsWholeDespiteWindows() throws Exception {
        TestClient.Response response = call(request("GET", "/bytes?5000000"), true, stream -> {});

        assertThat(response.fault()).isNull();
        assertThat(response.body()).hasSize(5_000_000);
    }

    @Test
    void aLargeRequestComesBackWhole() throws Exception {
        TestClient.Response response =
                call(
                        request("POST", "/echo"),
                        false,
                        stream -> {
                            for (int i = 0; i < 100; i++) {
                                stream.sendData(Unpooled.wrappedBuffer(new byte[20_000]), false);
                            }
                            stream.sendData(Unpooled.EMPTY_BUFFER, true);
                        });

        assertThat(response.fault()).isNull();
        assertThat(response.body()).hasSize(2_000_000);
    }

    @Test
    void streamsShareTheConnection() throws Exception {
        List<TestClient> calls = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            calls.add(start(request("GET", "/bytes?" + (100_000 + i)), true, stream -> {}));
        }
        for (int i = 0; i < 80; i++) {
            TestClient.Response response = calls.get(i).response.get(20, TimeUnit.SECONDS);
            assertThat(response.fault()).isNull();
            assertThat(response.body()).hasSize(100_000 + i);
        }
    }

    @Test
    void anUpgradeBecomesATunnel() throws Exception {
        RequestHead head = request("GET", "/chat");
        head.upgrade("websocket");
        head.fields().add(FieldNames.SEC_WEBSOCKET_KEY, "dGhlIHNhbXBsZSBub25jZQ==");

        TestClient.Response response =
                call(
                        head,
                        false,
                        stream -> {
                            stream.sendData(Unpooled.copiedBuffer("ping", US_ASCII), false);
                            stream.sendData(Unpooled.EMPTY_BUFFER, true);
                        });

        assertThat(response.status()).isEqualTo(101);
        assertThat(response.fields())
                .contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(new String(response.body(), US_ASCII)).isEqualTo("ping");
        assertThat(server.exchange.events.getFirst()).startsWith("open GET http://");
    }

    @Test
    void aDrainLosesNoRequest() throws Exception {
        TestClient open = start(request("POST", "/echo"), false, stream -> {});
        assertThat(open.head.get(10, TimeUnit.SECONDS)).isEqualTo(200);

        server.connections.take().drain();

        assertThat(owner.draining.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(open.response).isNotDone();
        onLoop(() -> lastStream().sendData(Unpooled.copiedBuffer("end", US_ASCII), true));
        assertThat(open.response.get(10, TimeUnit.SECONDS).body()).hasSize(3);
        assertThat(owner.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anIdleConnectionClosesOnDrain() throws Exception {
        server.connections.take().drain();

        assertThat(owner.closed.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void cancellingTellsTheServerAtOnce() throws Exception {
        TestClient open = start(request("POST", "/echo"), false, stream -> {});
        open.head.get(10, TimeUnit.SECONDS);

        onLoop(() -> lastStream().cancel());

        while (server.exchange.faults.isEmpty()) {
            Thread.sleep(5);
        }
        assertThat(server.exchange.events).contains("reset CLIENT_GONE");
        assertThat(open.response).isNotDone();
    }

    private @Nullable ClientStream last;

    private ClientStream lastStream() {
        return Objects.requireNonNull(last);
    }

    private static RequestHead request(String method, String target) {
        RequestHead head = new RequestHead();
        head.method(method);
        int query = target.indexOf('?');
        head.path().set(query < 0 ? target : target.substring(0, query));
        if (query >= 0) {
            head.hasQuery(true);
            head.query().set(target.substring(query + 1));
        }
        head.host().set("example.com");
        head.port(8080);
        return head;
    }

    private TestClient.Response call(RequestHead head, boolean end, Consumer<ClientStream> then)
            throws Exception {
        return start(head, end, then).response.get(20, TimeUnit.SECONDS);
    }

    private TestClient start(RequestHead head, boolean end, Consumer<ClientStream> then)
            throws Exception {
        TestClient handler = new TestClient();
        onLoop(
                () -> {
                    ClientStream stream = client.open(handler);
                    last = stream;
                    stream.sendHead(head, end);
                    then.accept(stream);
                });
        return handler;
    }

    private void onLoop(Runnable action) throws Exception {
        server.loop()
                .submit(
                        () -> {
                            action.run();
                            server.worker.flushQueue().flushAll();
                        })
                .get(10, TimeUnit.SECONDS);
    }
}
