package dev.maneki.connect;

import static dev.maneki.connect.Greeter.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.StringValue;
import dev.maneki.connect.inprocess.InProcessTransport;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who sends waits for who reads: little is kept between the two. */
@Timeout(60)
class BackPressureTest {
    private static final String KILOBYTE = "k".repeat(1024);

    // Between two blocking sides: outbox, both ways' buffers, protocol, inbox; with some room.
    private static final int KEPT = 1000;
    private static final int MESSAGES = 5000;

    private static Client client(Router router, Protocol protocol) {
        return Client.builder(new InProcessTransport(router), URI.create("http://test"))
                .protocol(protocol)
                .acceptCompressions(dev.maneki.connect.compress.Compressions.NONE)
                .build();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aServerThatSendsWaitsForItsClient(Protocol protocol) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch over = new CountDownLatch(1);
        Router router =
                Router.builder()
                        .service(
                                Service.builder(Greeter.NAME)
                                        .serverStream(
                                                Greeter.SERVER_STREAM,
                                                (request, responses, call) -> {
                                                    for (int i = 0; i < MESSAGES; i++) {
                                                        responses.send(text(KILOBYTE));
                                                        sent.incrementAndGet();
                                                    }
                                                    over.countDown();
                                                })
                                        .build())
                        .build();
        try (ServerStream<StringValue> stream =
                client(router, protocol)
                        .serverStream(Greeter.SERVER_STREAM, text("x"), CallOptions.DEFAULT)) {
            awaitStandstill(sent);
            assertThat(sent.get()).isBetween(1, KEPT);
            int read = 0;
            while (stream.hasNext()) {
                stream.next();
                read++;
                assertThat(sent.get()).isLessThan(read + KEPT);
            }
            assertThat(read).isEqualTo(MESSAGES);
            over.await();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aClientThatSendsWaitsForItsServer(Protocol protocol) throws Exception {
        AtomicInteger sent = new AtomicInteger();
        CountDownLatch read = new CountDownLatch(1);
        Router router =
                Router.builder()
                        .service(
                                Service.builder(Greeter.NAME)
                                        .clientStream(
                                                Greeter.CLIENT_STREAM,
                                                (requests, call) -> {
                                                    read.await();
                                                    int count = 0;
                                                    for (StringValue request : requests) {
                                                        count++;
                                                    }
                                                    return text("" + count);
                                                })
                                        .build())
                        .build();
        try (ClientStream<StringValue, StringValue> stream =
                client(router, protocol).clientStream(Greeter.CLIENT_STREAM, CallOptions.DEFAULT)) {
            Thread sender =
                    Thread.startVirtualThread(
                            () -> {
                                for (int i = 0; i < MESSAGES; i++) {
                                    stream.send(text(KILOBYTE));
                                    sent.incrementAndGet();
                                }
                            });
            awaitStandstill(sent);
            assertThat(sent.get()).isBetween(1, KEPT);
            read.countDown();
            sender.join();
            assertThat(stream.closeAndReceive()).isEqualTo(text("" + MESSAGES));
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void aPublisherThatIsServedIsAskedForAsMuchAsIsRead(Protocol protocol) throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Router router =
                Router.builder()
                        .service(
                                Service.builder(Greeter.NAME)
                                        .serverStreamAsync(
                                                Greeter.SERVER_STREAM,
                                                (request, call) ->
                                                        subscriber ->
                                                                subscriber.onSubscribe(
                                                                        new Endless(
                                                                                subscriber, asked)))
                                        .build())
                        .build();
        try (ServerStream<StringValue> stream =
                client(router, protocol)
                        .serverStream(Greeter.SERVER_STREAM, text("x"), CallOptions.DEFAULT)) {
            assertThat(stream.next()).isEqualTo(text(KILOBYTE));
            awaitStandstill(asked);
            assertThat(asked.get()).isBetween(1, KEPT);
            for (int i = 0; i < MESSAGES; i++) {
                stream.next();
            }
            assertThat(asked.get()).isBetween(MESSAGES, MESSAGES + KEPT);
        }
    }

    private static void awaitStandstill(AtomicInteger count) throws InterruptedException {
        int before = -1;
        while (count.get() == 0 || count.get() != before) {
            before = count.get();
            Thread.sleep(50);
        }
    }

    private record Endless(
            java.util.concurrent.Flow.Subscriber<? super StringValue> subscriber,
            AtomicInteger asked)
            implements java.util.concurrent.Flow.Subscription {
        @Override
        public void request(long count) {
            Thread.startVirtualThread(
                    () -> {
                        for (long i = 0; i < count; i++) {
                            asked.incrementAndGet();
                            subscriber.onNext(text(KILOBYTE));
                        }
                    });
        }

        @Override
        public void cancel() {}
    }
}
