package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.StringValue;
import dev.maneki.connect.inprocess.InProcessTransport;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users give to be called may throw, and publishers may be endless: every call ends. */
@Timeout(60)
class FailingCallbacksTest {
    private static Client client(Router router) {
        return Client.builder(new InProcessTransport(router), URI.create("http://test")).build();
    }

    private static Router router(Service.Builder service) {
        return Router.builder()
                .service(service.build())
                .onError(
                        (call, thrown) -> {
                            throw new AssertionError("of the listener");
                        })
                .build();
    }

    @Test
    void aListenerOfErrorsThatThrowsLeavesNoCallerWaiting() {
        Client blocking =
                client(
                        router(
                                Service.builder(Greeter.NAME)
                                        .unary(
                                                Greeter.UNARY,
                                                (request, call) -> {
                                                    throw new IllegalStateException(
                                                            "of the handler");
                                                })));
        Client async =
                client(
                        router(
                                Service.builder(Greeter.NAME)
                                        .unaryAsync(
                                                Greeter.UNARY,
                                                (request, call) ->
                                                        CompletableFuture.failedFuture(
                                                                new IllegalStateException()))));
        for (Client client : new Client[] {blocking, async}) {
            assertThatThrownBy(() -> client.unary(Greeter.UNARY, text("a"), CallOptions.DEFAULT))
                    .isInstanceOfSatisfying(
                            ConnectException.class,
                            e -> assertThat(e.code()).isEqualTo(Code.INTERNAL));
        }
    }

    @Test
    void aCancelActionThatThrowsAnErrorKeepsNobodyFromBeingCanceled() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Client client =
                client(
                        router(
                                Service.builder(Greeter.NAME)
                                        .unary(
                                                Greeter.UNARY,
                                                (request, call) -> {
                                                    call.onCancel(
                                                            () -> {
                                                                throw new AssertionError();
                                                            });
                                                    try {
                                                        new CountDownLatch(1).await();
                                                    } finally {
                                                        interrupted.countDown();
                                                    }
                                                    return request;
                                                })));
        assertThatThrownBy(
                        () ->
                                client.unary(
                                        Greeter.UNARY,
                                        text("a"),
                                        CallOptions.DEFAULT.timeout(Duration.ofMillis(20))))
                .isInstanceOf(ConnectException.class);
        interrupted.await();
    }

    @Test
    void aSubscriberThatThrowsAnErrorIsToldOfTheEnd() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        streams()
                .serverStreamFlow(Greeter.SERVER_STREAM, text("a"), CallOptions.DEFAULT)
                .subscribe(
                        new Taking(end) {
                            @Override
                            public void onNext(StringValue item) {
                                throw new AssertionError("of the subscriber");
                            }
                        });
        assertThat(end.get()).hasRootCauseInstanceOf(AssertionError.class);
    }

    @Test
    void whoAsksForNothingIsToldSoAndGetsNoMore() throws Exception {
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        AtomicInteger after = new AtomicInteger();
        streams()
                .serverStreamFlow(Greeter.SERVER_STREAM, text("a"), CallOptions.DEFAULT)
                .subscribe(
                        new Taking(end) {
                            @Override
                            public void onNext(StringValue item) {
                                if (end.isDone()) {
                                    after.incrementAndGet();
                                }
                                subscription().request(0);
                            }
                        });
        assertThat(end.get()).isInstanceOf(IllegalArgumentException.class);
        assertThat(after).hasValue(0);
    }

    @Test
    void anEndlessPublisherOfACallThatIsOverIsCanceled() {
        CallOptions late = CallOptions.DEFAULT.timeout(Duration.ZERO);
        Endless forFuture = new Endless();
        assertThat(streams().clientStreamAsync(Greeter.CLIENT_STREAM, forFuture, late))
                .completesExceptionallyWithin(Duration.ofSeconds(30));
        Endless forFlow = new Endless();
        CompletableFuture<Throwable> end = new CompletableFuture<>();
        streams().bidiStreamFlow(Greeter.BIDI_STREAM, forFlow, late).subscribe(new Taking(end));
        assertThat(end.join()).isInstanceOf(ConnectException.class);
        assertThat(forFuture.published).isLessThan(Endless.TOO_MANY);
        assertThat(forFlow.published).isLessThan(Endless.TOO_MANY);
    }

    @Test
    void aMessageAfterTheEndIsNotLostWithoutAWord() {
        BidiStream<StringValue, StringValue> stream =
                streams().bidiStream(Greeter.BIDI_STREAM, CallOptions.DEFAULT);
        stream.closeSend();
        stream.closeSend();
        assertThatThrownBy(() -> stream.send(text("late")))
                .isInstanceOf(IllegalStateException.class);
        stream.close();
        stream.close();
    }

    private static Client streams() {
        return client(
                Router.builder()
                        .service(
                                Service.builder(Greeter.NAME)
                                        .serverStream(
                                                Greeter.SERVER_STREAM,
                                                (request, responses, call) -> {
                                                    for (int i = 0; i < 100; i++) {
                                                        responses.send(request);
                                                    }
                                                })
                                        .clientStream(
                                                Greeter.CLIENT_STREAM,
                                                (requests, call) -> requests.next())
                                        .bidiStream(
                                                Greeter.BIDI_STREAM,
                                                (requests, responses, call) -> {
                                                    while (requests.hasNext()) {
                                                        requests.next();
                                                    }
                                                })
                                        .build())
                        .build());
    }

    /** Asks for ten at first. */
    private static class Taking implements Flow.Subscriber<StringValue> {
        private final CompletableFuture<Throwable> end;
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        Taking(CompletableFuture<Throwable> end) {
            this.end = end;
        }

        final Flow.Subscription subscription() {
            return subscription.join();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription.complete(subscription);
            subscription.request(10);
        }

        @Override
        public void onNext(StringValue item) {}

        @Override
        public void onError(Throwable thrown) {
            end.complete(thrown);
        }

        @Override
        public void onComplete() {
            end.complete(new AssertionError("it ended well"));
        }
    }

    /** Publishes whatever it is asked for at once, until it is canceled, or far too many. */
    private static final class Endless implements Flow.Publisher<StringValue> {
        static final int TOO_MANY = 10_000;
        private int published;
        private long asked;
        private boolean publishing;
        private boolean canceled;

        @Override
        public void subscribe(Flow.Subscriber<? super StringValue> subscriber) {
            subscriber.onSubscribe(
                    new Flow.Subscription() {
                        @Override
                        public void request(long count) {
                            asked += count;
                            if (publishing) {
                                return;
                            }
                            publishing = true;
                            while (asked > 0 && !canceled && published < TOO_MANY) {
                                asked--;
                                published++;
                                subscriber.onNext(text("more"));
                            }
                            publishing = false;
                        }

                        @Override
                        public void cancel() {
                            canceled = true;
                        }
                    });
        }
    }
}
