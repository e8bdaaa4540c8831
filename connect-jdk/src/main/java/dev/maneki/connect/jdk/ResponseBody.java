package dev.maneki.connect.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A response's body as the JDK hands it over: a list of buffers each time it is asked. */
final class ResponseBody implements BodySubscriber<Boolean> {
    private final JdkStream stream;

    // The stream's loop's.
    private Flow.@Nullable Subscription subscription;
    private boolean paused;
    private boolean asked;
    private boolean over;

    ResponseBody(JdkStream stream) {
        this.stream = stream;
    }

    // ---- the JDK's threads, one signal after another ----

    /** At once: what comes of the body is told here, not by the response's future. */
    @Override
    public CompletionStage<Boolean> getBody() {
        return CompletableFuture.completedFuture(true);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        stream.executor()
                .execute(
                        () -> {
                            subscription = given;
                            if (over) {
                                given.cancel();
                            } else {
                                ask();
                            }
                        });
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        stream.executor().execute(() -> receive(buffers));
    }

    @Override
    public void onError(Throwable failure) {
        stream.onFailure(failure);
    }

    @Override
    public void onComplete() {
        stream.executor().execute(stream::receiveEnd);
    }

    // ---- the loop ----

    private void receive(List<ByteBuffer> buffers) {
        asked = false;
        for (ByteBuffer buffer : buffers) {
            if (!over && buffer.hasRemaining()) {
                stream.receive(buffer);
            }
        }
        ask();
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        ask();
    }

    private void ask() {
        if (!paused && !asked && !over && subscription != null) {
            asked = true;
            subscription.request(1);
        }
    }

    /** No more is wanted. */
    void drop() {
        over = true;
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
