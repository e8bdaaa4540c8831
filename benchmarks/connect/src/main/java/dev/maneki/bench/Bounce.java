package dev.maneki.bench;

import dev.maneki.bench.v1.Chunk;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Both ends of a stream both ways: each answer brings the next request. */
final class Bounce implements Flow.Publisher<Chunk>, Flow.Subscriber<Chunk> {
    private final Chunk chunk;
    private final Tally tally;
    private final CompletableFuture<Boolean> done;
    private Flow.@Nullable Subscriber<? super Chunk> requests;
    private long begun;

    Bounce(Chunk chunk, Tally tally, CompletableFuture<Boolean> done) {
        this.chunk = chunk;
        this.tally = tally;
        this.done = done;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super Chunk> subscriber) {
        requests = subscriber;
        subscriber.onSubscribe(
                new Flow.Subscription() {
                    private boolean first = true;

                    @Override
                    public void request(long n) {
                        if (first) {
                            first = false;
                            send();
                        } // what is wanted further is known to be more than one answer's worth
                    }

                    @Override
                    public void cancel() {}
                });
    }

    private void send() {
        Flow.Subscriber<? super Chunk> to = requests;
        if (to != null) {
            begun = System.nanoTime();
            to.onNext(chunk);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(Chunk answer) {
        tally.answered(begun);
        if (!tally.over()) {
            send();
        } else if (requests != null) {
            requests.onComplete();
        }
    }

    @Override
    public void onError(Throwable thrown) {
        done.completeExceptionally(thrown);
    }

    @Override
    public void onComplete() {
        done.complete(true);
    }
}
