package dev.maneki.connect.client;

import dev.maneki.connect.CallOptions;
import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.ResponseInfo;
import dev.maneki.connect.ResponseReceiver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call with one response, as a future: completed on the event loop, cancelled from anywhere. */
final class FutureResponse<O> implements ResponseReceiver<O> {
    private final CallOptions options;
    private final CallFuture<O> future = new CallFuture<>();
    private @Nullable Metadata metadata;
    private @Nullable O message;
    private volatile @Nullable RequestSubscriber<?> requests;

    FutureResponse(CallOptions options) {
        this.options = options;
    }

    CompletableFuture<O> future() {
        return future;
    }

    <I> void start(OutgoingCall call, ClientHandler<I, O> handler, I request) {
        try {
            RequestSender<I> sender = handler.start(call, this);
            future.sender = sender;
            sender.send(request);
            sender.end();
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    <I> void start(OutgoingCall call, ClientHandler<I, O> handler, Flow.Publisher<I> source) {
        try {
            RequestSender<I> sender = handler.start(call, this);
            future.sender = sender;
            RequestSubscriber<I> subscriber = new RequestSubscriber<>(sender);
            requests = subscriber;
            if (future.isDone()) {
                subscriber.cancel(); // ended before it could be told
            }
            source.subscribe(subscriber);
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    private void fail(RuntimeException thrown) {
        future.completeExceptionally(thrown);
        RequestSender<?> sender = future.sender;
        if (sender != null) {
            sender.cancel(
                    thrown instanceof ConnectException coded
                            ? coded
                            : new ConnectException(Code.CANCELED, "the caller failed", thrown));
        }
    }

    @Override
    public void onMetadata(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public void onMessage(O message) {
        this.message = message;
    }

    @Override
    public void onReady() {
        RequestSubscriber<?> subscriber = requests;
        if (subscriber != null) {
            subscriber.onReady();
        }
    }

    @Override
    public void onEnd(@Nullable ConnectException error, Metadata trailers) {
        O response = message;
        if (error != null) {
            future.completeExceptionally(error);
        } else if (response == null) {
            future.completeExceptionally(
                    new ConnectException(Code.INTERNAL, "an interceptor kept the response"));
        } else {
            complete(response, trailers);
        }
        RequestSubscriber<?> subscriber = requests;
        if (subscriber != null) {
            subscriber.cancel();
        }
    }

    private void complete(O response, Metadata trailers) {
        try {
            var told = options.onResponse();
            if (told != null) {
                Metadata before = metadata;
                told.accept(new ResponseInfo(before == null ? Metadata.EMPTY : before, trailers));
            }
        } catch (RuntimeException e) { // the caller's; whoever waits must hear of it
            future.completeExceptionally(e);
            return;
        }
        future.complete(response);
    }

    /** Cancelling it cancels the call. */
    private static final class CallFuture<O> extends CompletableFuture<O> {
        private volatile @Nullable RequestSender<?> sender;

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean canceled = super.cancel(mayInterruptIfRunning);
            RequestSender<?> to = sender;
            if (canceled && to != null) {
                to.cancel(new ConnectException(Code.CANCELED, "the caller cancelled the call"));
            }
            return canceled;
        }

        @Override
        public <U> CompletableFuture<U> newIncompleteFuture() {
            return new CompletableFuture<>(); // cancelling what depends on it cancels no call
        }
    }
}
