package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.inprocess.InProcessTransport;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that end before their handler has: cancelled, out of time, refused. */
@Timeout(60)
class CallEndsTest {
    private final CountDownLatch started = new CountDownLatch(1);
    private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

    /** All of its methods wait until they are interrupted. */
    private Router waiting() {
        return Router.builder()
                .service(
                        Service.builder(Greeter.NAME)
                                .unary(Greeter.UNARY, (request, call) -> await(call))
                                .serverStream(
                                        Greeter.SERVER_STREAM,
                                        (request, responses, call) -> {
                                            responses.send(text("first"));
                                            await(call);
                                        })
                                .clientStream(
                                        Greeter.CLIENT_STREAM, (requests, call) -> read(requests))
                                .bidiStream(
                                        Greeter.BIDI_STREAM,
                                        (requests, responses, call) -> {
                                            responses.send(text("first"));
                                            read(requests);
                                        })
                                .build())
                .build();
    }

    private StringValue await(ServerCall call) throws InterruptedException {
        CompletableFuture<Void> told = new CompletableFuture<>();
        call.onCancel(() -> told.complete(null));
        started.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            told.join();
            ends.add("interrupted " + call.canceled());
            throw e;
        }
        throw new AssertionError();
    }

    private StringValue read(Requests<StringValue> requests) {
        started.countDown();
        try {
            while (requests.hasNext()) {
                requests.next();
            }
        } catch (ConnectException e) {
            ends.add(e.code().wireName());
            throw e;
        }
        throw new AssertionError("the requests ended well");
    }

    private static Client client(HttpClientTransport transport, Protocol protocol) {
        return Client.builder(transport, URI.create("http://test")).protocol(protocol).build();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aDeadlineEndsBothSides(Protocol protocol) throws Exception {
        for (MethodKind kind : MethodKind.values()) {
            Client client = client(new InProcessTransport(waiting()), protocol);
            MethodSpec<StringValue, StringValue> method = method(kind);
            CallOptions options = CallOptions.DEFAULT.timeout(Duration.ofMillis(30));
            assertThatThrownBy(() -> callWithoutEnd(client, method, options))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED));
            assertThat(ends.take())
                    .isIn("interrupted true", "deadline_exceeded", "canceled"); // whoever is first
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void theServersOwnLimitHoldsToo(Protocol protocol) {
        Router router =
                Router.builder()
                        .service(
                                Service.builder(Greeter.NAME)
                                        .unaryAsync(
                                                Greeter.UNARY,
                                                (request, call) -> new CompletableFuture<>())
                                        .build())
                        .maxTimeout(Duration.ofMillis(20))
                        .build();
        Client client = client(new InProcessTransport(router), protocol);
        assertThatThrownBy(() -> client.unary(Greeter.UNARY, text("x"), CallOptions.DEFAULT))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
                            assertThat(e.fromPeer()).isTrue();
                        });
        assertThat(router.runningCalls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void closingAStreamEndsBothSides(Protocol protocol) throws Exception {
        Router router = waiting();
        Client client = client(new InProcessTransport(router), protocol);
        ServerStream<StringValue> stream =
                client.serverStream(Greeter.SERVER_STREAM, text("x"), CallOptions.DEFAULT);
        assertThat(stream.next()).isEqualTo(text("first"));
        stream.close();
        assertThatThrownBy(stream::hasNext)
                .isInstanceOfSatisfying(
                        ConnectException.class, e -> assertThat(e.code()).isEqualTo(Code.CANCELED));
        assertThat(ends.take()).isEqualTo("interrupted true");

        BidiStream<StringValue, StringValue> both =
                client.bidiStream(Greeter.BIDI_STREAM, CallOptions.DEFAULT);
        both.send(text("x"));
        assertThat(both.next()).isEqualTo(text("first"));
        both.close();
        assertThatThrownBy(
                        () -> {
                            while (true) {
                                both.send(text("y"));
                            }
                        })
                .isInstanceOf(ConnectException.class);
        assertThat(ends.take()).isEqualTo("canceled");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void cancellingAFutureEndsBothSides(Protocol protocol) throws Exception {
        Client client = client(new InProcessTransport(waiting()), protocol);
        CompletableFuture<StringValue> future =
                client.unaryAsync(Greeter.UNARY, text("x"), CallOptions.DEFAULT);
        started.await();
        future.cancel(true);
        assertThat(ends.take()).isEqualTo("interrupted true");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void interruptingACallerEndsBothSides(Protocol protocol) throws Exception {
        Client client = client(new InProcessTransport(waiting()), protocol);
        CompletableFuture<Object> result = new CompletableFuture<>();
        Thread caller =
                Thread.ofPlatform()
                        .start(
                                () -> {
                                    try {
                                        client.unary(Greeter.UNARY, text("x"), CallOptions.DEFAULT);
                                    } catch (ConnectException e) {
                                        result.complete(e.code().wireName() + Thread.interrupted());
                                    }
                                });
        started.await();
        caller.interrupt();
        assertThat(result.get()).isEqualTo("canceledtrue");
        assertThat(ends.take()).isEqualTo("interrupted true");
    }

    @Test
    void closingTheTransportEndsItsCalls() throws Exception {
        InProcessTransport transport = new InProcessTransport(waiting());
        Client client = client(transport, Protocol.GRPC);
        CompletableFuture<StringValue> future =
                client.unaryAsync(Greeter.UNARY, text("x"), CallOptions.DEFAULT);
        started.await();
        transport.close();
        assertThatThrownBy(future::get).hasCauseInstanceOf(ConnectException.class);
        assertThat(ends.take()).isEqualTo("interrupted true");
        assertThat(transport.openStreams()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aRefusedCallGoesOutASecondTimeAndNoThird(Protocol protocol) {
        Router router = Router.builder().service(Echo.blocking()).build();
        for (int refusals : new int[] {1, 2}) {
            Refusing transport = new Refusing(new InProcessTransport(router), refusals);
            Client client = client(transport, protocol);
            if (refusals == 1) {
                assertThat(client.unary(Greeter.UNARY, text("x"), CallOptions.DEFAULT))
                        .isEqualTo(text("x!"));
            } else {
                assertThatThrownBy(
                                () -> client.unary(Greeter.UNARY, text("x"), CallOptions.DEFAULT))
                        .isInstanceOfSatisfying(
                                ConnectException.class,
                                e -> assertThat(e.code()).isEqualTo(Code.UNAVAILABLE));
            }
            assertThat(transport.opened.get()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void endsThatRaceLeaveNothingBehind(Protocol protocol) throws Exception {
        Router router = Router.builder().service(Echo.blocking()).build();
        InProcessTransport transport = new InProcessTransport(router);
        Client client = client(transport, protocol);
        for (int i = 0; i < 400; i++) {
            CompletableFuture<StringValue> future =
                    client.unaryAsync(
                            Greeter.UNARY,
                            text("x"),
                            i % 2 == 0
                                    ? CallOptions.DEFAULT
                                    : CallOptions.DEFAULT.timeout(Duration.ofNanos(i * 1000L)));
            if (i % 3 == 0) {
                future.cancel(true);
            }
            try (ServerStream<StringValue> stream =
                    client.serverStream(Greeter.SERVER_STREAM, text("20"), CallOptions.DEFAULT)) {
                for (int read = 0; read < i % 25 && stream.hasNext(); read++) {
                    stream.next();
                }
            }
            future.handle((response, error) -> response).join();
        }
        while (transport.openStreams() > 0 || router.runningCalls() > 0) {
            Thread.sleep(1); // until all loops have done with it; the test's own time limit ends it
        }
    }

    static MethodSpec<StringValue, StringValue> method(MethodKind kind) {
        return switch (kind) {
            case UNARY -> Greeter.UNARY;
            case CLIENT_STREAM -> Greeter.CLIENT_STREAM;
            case SERVER_STREAM -> Greeter.SERVER_STREAM;
            case BIDI_STREAM -> Greeter.BIDI_STREAM;
        };
    }

    /** Makes a call whose requests, if they are a stream, never end. */
    private static void callWithoutEnd(
            Client client, MethodSpec<StringValue, StringValue> method, CallOptions options) {
        switch (method.kind()) {
            case UNARY -> client.unary(method, text("x"), options);
            case SERVER_STREAM ->
                    client.serverStream(method, text("x"), options).forEachRemaining(x -> {});
            case CLIENT_STREAM -> {
                try (var stream = client.clientStream(method, options)) {
                    stream.send(text("x"));
                    stream.responseMetadata();
                }
            }
            case BIDI_STREAM -> {
                try (var stream = client.bidiStream(method, options)) {
                    stream.send(text("x"));
                    stream.forEachRemaining(x -> {});
                }
            }
        }
    }

    /** Refuses the first streams unprocessed, as a server does that goes away. */
    private static final class Refusing implements HttpClientTransport {
        private final HttpClientTransport transport;
        private final AtomicInteger left;
        private final AtomicInteger opened = new AtomicInteger();

        Refusing(HttpClientTransport transport, int refusals) {
            this.transport = transport;
            this.left = new AtomicInteger(refusals);
        }

        @Override
        public HttpClientStream open(
                HttpRequest request, boolean end, HttpClientStream.Handler handler) {
            opened.incrementAndGet();
            if (left.getAndDecrement() <= 0) {
                return transport.open(request, end, handler);
            }
            // To a path that is not served; its answer is replaced by the refusal.
            return transport.open(
                    new HttpRequest(
                            "POST",
                            request.scheme(),
                            request.authority(),
                            "/nowhere",
                            "",
                            Metadata.EMPTY,
                            request.version()),
                    true,
                    new RefusedHandler(handler));
        }

        @Override
        public boolean supportsTrailers() {
            return true;
        }

        @Override
        public HttpVersion version() {
            return transport.version();
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    private record RefusedHandler(HttpClientStream.Handler handler)
            implements HttpClientStream.Handler {
        @Override
        public void onHead(int status, Metadata fields, boolean end) {}

        @Override
        public void onData(java.nio.ByteBuffer data) {}

        @Override
        public void onEnd(@Nullable Metadata trailers) {
            handler.onReset(new StreamReset(StreamReset.Cause.REFUSED, "REFUSED_STREAM"));
        }

        @Override
        public void onReset(StreamReset reset) {}

        @Override
        public void onWritable() {}
    }
}
