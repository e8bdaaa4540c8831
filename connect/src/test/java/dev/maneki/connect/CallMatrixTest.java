package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.codec.JsonCodec;
import dev.maneki.connect.codec.ProtoCodec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.compress.Compressions;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.inprocess.InProcessTransport;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.SubmissionPublisher;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of call, in every protocol, compressed or not, served and made in every form. */
@Timeout(60)
class CallMatrixTest {
    record Setup(
            Protocol protocol,
            @Nullable Compression compression,
            boolean asyncServer,
            Codec codec,
            HttpVersion version) {}

    static Stream<Setup> setups() {
        List<Setup> all = new ArrayList<>();
        for (Protocol protocol : Protocol.values()) {
            for (Compression compression :
                    new @Nullable Compression[] {null, Compressions.GZIP, Compressions.DEFLATE}) {
                for (boolean async : new boolean[] {false, true}) {
                    all.add(
                            new Setup(
                                    protocol,
                                    compression,
                                    async,
                                    async ? JsonCodec.INSTANCE : ProtoCodec.INSTANCE,
                                    HttpVersion.HTTP_2));
                }
            }
            all.add(new Setup(protocol, null, false, JsonCodec.INSTANCE, HttpVersion.HTTP_1_1));
        }
        return all.stream();
    }

    private static Client client(Setup setup) {
        return client(setup, setup.asyncServer() ? Echo.async() : Echo.blocking());
    }

    private static Client client(Setup setup, Service service) {
        Router router =
                Router.builder()
                        .service(service)
                        .prefix("/rpc")
                        .compressions(Compressions.of(Compressions.GZIP, Compressions.DEFLATE))
                        .compressMinBytes(0)
                        .halfDuplexOverHttp1(true)
                        .onError((call, thrown) -> {})
                        .build();
        var builder =
                Client.builder(
                                new InProcessTransport(router, setup.version()),
                                URI.create("http://test/rpc"))
                        .protocol(setup.protocol())
                        .codec(setup.codec())
                        .compressMinBytes(0)
                        .acceptCompressions(
                                Compressions.of(Compressions.DEFLATE, Compressions.GZIP));
        if (setup.compression() != null) {
            builder.sendCompression(setup.compression());
        }
        return builder.build();
    }

    private static final CallOptions OPTIONS =
            CallOptions.DEFAULT.header("x-test", "one").header("x-test", "two");

    @ParameterizedTest
    @MethodSource("setups")
    void unary(Setup setup) throws Exception {
        Client client = client(setup);
        List<ResponseInfo> infos = new ArrayList<>();
        CallOptions options = OPTIONS.onResponse(infos::add);
        assertThat(client.unary(Greeter.UNARY, text("Ada"), options)).isEqualTo(text("Ada!"));
        assertThat(client.unaryAsync(Greeter.UNARY, text("Bob"), options).get())
                .isEqualTo(text("Bob!"));
        assertThat(infos).hasSize(2);
        for (ResponseInfo info : infos) {
            assertThat(info.metadata().get("x-head")).isEqualTo("[one, two]");
            assertThat(info.trailers().get("x-tail")).isEqualTo("done");
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void unaryByGet(Setup setup) {
        Router router = Router.builder().service(Echo.blocking()).build();
        for (int maxGetBytes : new int[] {8192, 10}) {
            Client client =
                    Client.builder(
                                    new InProcessTransport(router, setup.version()),
                                    URI.create("http://test"))
                            .protocol(setup.protocol())
                            .codec(setup.codec())
                            .useGet(true)
                            .maxGetBytes(maxGetBytes)
                            .build();
            boolean get = setup.protocol() == Protocol.CONNECT && maxGetBytes > 10;
            assertThat(client.unary(Greeter.PURE, text("Ada"), CallOptions.DEFAULT))
                    .isEqualTo(text(get ? "GET" : "POST"));
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void serverStream(Setup setup) throws Exception {
        Client client = client(setup);
        try (ServerStream<StringValue> stream =
                client.serverStream(Greeter.SERVER_STREAM, text("300"), OPTIONS)) {
            assertThat(stream.responseMetadata().get("x-head")).isEqualTo("[one, two]");
            int next = 0;
            for (StringValue message : stream) {
                assertThat(message).isEqualTo(text("" + next++));
            }
            assertThat(next).isEqualTo(300);
            assertThat(stream.trailers().get("x-tail")).isEqualTo("done");
        }
        assertThat(collect(client.serverStreamFlow(Greeter.SERVER_STREAM, text("300"), OPTIONS)))
                .hasSize(300)
                .endsWith(text("299"));
    }

    @ParameterizedTest
    @MethodSource("setups")
    void clientStream(Setup setup) throws Exception {
        Client client = client(setup);
        try (ClientStream<StringValue, StringValue> stream =
                client.clientStream(Greeter.CLIENT_STREAM, OPTIONS)) {
            for (int i = 0; i < 300; i++) {
                stream.send(text("x"));
            }
            assertThat(stream.closeAndReceive()).isEqualTo(text("300"));
            assertThat(stream.responseMetadata().get("x-head")).isEqualTo("[one, two]");
            assertThat(stream.trailers().get("x-tail")).isEqualTo("done");
        }
        try (SubmissionPublisher<StringValue> requests = new SubmissionPublisher<>()) {
            CompletableFuture<StringValue> sum =
                    client.clientStreamAsync(Greeter.CLIENT_STREAM, requests, OPTIONS);
            for (int i = 0; i < 300; i++) {
                requests.submit(text("x"));
            }
            requests.close();
            assertThat(sum.get()).isEqualTo(text("300"));
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void bidiStream(Setup setup) throws Exception {
        Client client = client(setup);
        try (BidiStream<StringValue, StringValue> stream =
                client.bidiStream(Greeter.BIDI_STREAM, OPTIONS)) {
            boolean full = setup.version().fullDuplex();
            for (int i = 0; i < 100; i++) {
                stream.send(text("" + i));
                if (full) {
                    assertThat(stream.next()).isEqualTo(text(i + "!"));
                }
            }
            stream.closeSend();
            if (!full) {
                for (int i = 0; i < 100; i++) {
                    assertThat(stream.next()).isEqualTo(text(i + "!"));
                }
            }
            assertThat(stream.hasNext()).isFalse();
            assertThat(stream.trailers().get("x-tail")).isEqualTo("done");
        }
        try (SubmissionPublisher<StringValue> requests = new SubmissionPublisher<>()) {
            CompletableFuture<List<StringValue>> all = new CompletableFuture<>();
            client.bidiStreamFlow(Greeter.BIDI_STREAM, requests, OPTIONS)
                    .subscribe(new Collecting(all));
            for (int i = 0; i < 300; i++) {
                requests.submit(text("" + i));
            }
            requests.close();
            assertThat(all.get()).hasSize(300).endsWith(text("299!"));
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void errorsArriveWhole(Setup setup) {
        Client client = client(setup);
        ErrorDetail detail = ErrorDetail.of(text("more"));
        for (MethodSpec<StringValue, StringValue> method :
                List.of(
                        Greeter.UNARY,
                        Greeter.SERVER_STREAM,
                        Greeter.CLIENT_STREAM,
                        Greeter.BIDI_STREAM)) {
            assertThatThrownBy(() -> Echo.call(client, method, text("fail")))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.FAILED_PRECONDITION);
                                assertThat(e.text()).isEqualTo("not like this: äöü");
                                assertThat(e.details()).containsExactly(detail);
                                assertThat(e.fromPeer()).isTrue();
                                assertThat(e.metadata().get("x-beside")).isEqualTo("value");
                                assertThat(e.metadata().get("x-tail")).isEqualTo("done");
                            });
            assertThatThrownBy(() -> Echo.call(client, method, text("throw")))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> {
                                assertThat(e.code()).isEqualTo(Code.INTERNAL);
                                assertThat(e.text()).isEmpty();
                            });
        }
        assertThatThrownBy(
                        () ->
                                client.unaryAsync(Greeter.UNARY, text("fail"), CallOptions.DEFAULT)
                                        .get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(ConnectException.class);
    }

    @ParameterizedTest
    @MethodSource("setups")
    void methodsThatAreNotServedAreUnimplemented(Setup setup) {
        Client client = client(setup, Service.builder(Greeter.NAME).build());
        for (MethodSpec<StringValue, StringValue> method :
                List.of(Greeter.UNARY, Greeter.SERVER_STREAM, Greeter.CLIENT_STREAM)) {
            assertThatThrownBy(() -> Echo.call(client, method, text("x")))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.UNIMPLEMENTED));
        }
    }

    @ParameterizedTest
    @MethodSource("setups")
    void whoeverReceivesAndThrowsIsToldItself(Setup setup) {
        Client client = client(setup);
        CallOptions options =
                OPTIONS.onResponse(
                        info -> {
                            throw new IllegalStateException("as the test wants it");
                        });
        assertThatThrownBy(() -> client.unaryAsync(Greeter.UNARY, text("x"), options).get())
                .hasRootCauseMessage("as the test wants it");
        assertThatThrownBy(() -> client.unary(Greeter.UNARY, text("x"), options))
                .hasMessage("as the test wants it");
        assertThatThrownBy(
                        () ->
                                collect(
                                        client.serverStreamFlow(
                                                Greeter.SERVER_STREAM, text("3"), options)))
                .hasRootCauseMessage("as the test wants it");
    }

    static List<StringValue> collect(Flow.Publisher<StringValue> publisher) throws Exception {
        CompletableFuture<List<StringValue>> all = new CompletableFuture<>();
        publisher.subscribe(new Collecting(all));
        return all.get();
    }

    /** Collects, three at a time. */
    static final class Collecting implements Flow.Subscriber<StringValue> {
        private final CompletableFuture<List<StringValue>> all;
        private final List<StringValue> messages = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;

        Collecting(CompletableFuture<List<StringValue>> all) {
            this.all = all;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(3);
        }

        @Override
        public void onNext(StringValue message) {
            messages.add(message);
            if (messages.size() % 3 == 0 && subscription != null) {
                subscription.request(3);
            }
        }

        @Override
        public void onError(Throwable thrown) {
            all.completeExceptionally(thrown);
        }

        @Override
        public void onComplete() {
            all.complete(messages);
        }
    }
}
