package dev.maneki.example.greet.guide;

import dev.maneki.connect.ServerCall;
import dev.maneki.example.greet.v1.GreetAgainRequest;
import dev.maneki.example.greet.v1.GreetAgainResponse;
import dev.maneki.example.greet.v1.GreetRequest;
import dev.maneki.example.greet.v1.GreetResponse;
import dev.maneki.example.greet.v1.GreetServiceAsync;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Greets without a thread of its own: on the event loop, where nothing may block. */
final class AsyncGreetings implements GreetServiceAsync {
    @Override
    public CompletionStage<GreetResponse> greet(GreetRequest request, ServerCall call) {
        String greeting = "Hello, " + request.getName() + "!";
        return CompletableFuture.completedFuture(
                GreetResponse.newBuilder().setGreeting(greeting).build());
    }

    @Override
    public Flow.Publisher<GreetAgainResponse> greetAgain(
            GreetAgainRequest request, ServerCall call) {
        GreetAgainResponse response =
                GreetAgainResponse.newBuilder()
                        .setGreeting("Hello, " + request.getName() + "!")
                        .build();
        return subscriber ->
                subscriber.onSubscribe(new Repeated<>(response, request.getTimes(), subscriber));
    }

    /** As many of a message as are asked for. All on one thread: the event loop's. */
    private static final class Repeated<T> implements Flow.Subscription {
        private final T message;
        private final Flow.Subscriber<? super T> subscriber;
        private int left;
        private long asked;
        private boolean sending;
        private boolean over;

        Repeated(T message, int times, Flow.Subscriber<? super T> subscriber) {
            this.message = message;
            this.left = times;
            this.subscriber = subscriber;
        }

        @Override
        public void request(long count) {
            asked += count;
            if (sending) {
                return; // asked for by onNext below, which goes on by itself
            }
            sending = true;
            while (asked > 0 && left > 0 && !over) {
                asked--;
                left--;
                subscriber.onNext(message);
            }
            sending = false;
            if (left == 0 && !over) {
                over = true;
                subscriber.onComplete();
            }
        }

        @Override
        public void cancel() {
            over = true;
        }
    }
}
