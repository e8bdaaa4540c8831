package dev.maneki.example.greet.guide;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Client;
import dev.maneki.connect.Router;
import dev.maneki.connect.inprocess.InProcessTransport;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetResponse;
import dev.maneki.example.greet.v1.GreetServiceAsync;
import dev.maneki.example.greet.v1.GreetServiceClient;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AsyncTest {
    private final Router router =
            Router.builder().service(GreetServiceAsync.service(new AsyncGreetings())).build();
    private final GreetServiceClient greetings =
            new GreetServiceClient(
                    Client.builder(new InProcessTransport(router), URI.create("http://in-process"))
                            .build());

    @Test
    void oneResponseIsAFuture() {
        GreetRequest request = GreetRequest.newBuilder().setName("Ann").build();

        CompletableFuture<String> greeting =
                greetings.greetAsync(request).thenApply(GreetResponse::getGreeting);

        assertThat(greeting.join()).isEqualTo("Hello, Ann!");
    }

    @Test
    void manyResponsesAreAFlow() {
        GreetAgainRequest request =
                GreetAgainRequest.newBuilder().setName("Ann").setTimes(1000).build();
        Counter counter = new Counter();

        greetings.greetAgainFlow(request).subscribe(counter);

        assertThat(counter.done.join()).isEqualTo(1000);
    }

    /** Asks for one at a time, and counts. */
    private static final class Counter implements Flow.Subscriber<GreetAgainResponse> {
        final CompletableFuture<Integer> done = new CompletableFuture<>();
        private final AtomicInteger count = new AtomicInteger();
        private Flow.@Nullable Subscription subscription;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(1);
        }

        @Override
        public void onNext(GreetAgainResponse response) {
            count.incrementAndGet();
            requireNonNull(subscription).request(1);
        }

        @Override
        public void onError(Throwable failure) {
            done.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            done.complete(count.get());
        }
    }
}
