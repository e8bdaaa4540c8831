package dev.maneki.connect.client;

import dev.maneki.connect.CallOptions;
import dev.maneki.connect.ClientHandler;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Metadata;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.ResponseInfo;
import dev.maneki.connect.ResponseReceiver;
import dev.maneki.connect.call.MessagePublisher;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** A call with a stream of responses, for one subscriber. */
final class FlowResponses<O> extends MessagePublisher<O> implements ResponseReceiver<O> {
    private final CallOptions options;
    private Metadata metadata = Metadata.EMPTY;
    private volatile @Nullable RequestSender<?> sender;
    private volatile @Nullable RequestSubscriber<?> requests;
    private volatile boolean over;

    FlowResponses(CallOptions options) {
        this.options = options;
    }

    <I> void start(
            OutgoingCall call,
            ClientHandler<I, O> handler,
            I request,
            Flow.Subscriber<? super O> subscriber) {
        try {
            RequestSender<I> to = handler.start(call, this);
            sender = to;
            to.send(request);
            to.end();
        } catch (RuntimeException e) {
            broken(e);
        }
        subscribe(subscriber);
    }

    <I> void start(
            OutgoingCall call,
            ClientHandler<I, O> handler,
            Flow.Publisher<I> source,
            Flow.Subscriber<? super O> subscriber) {
        try {
            RequestSender<I> to = handler.start(call, this);
            sender = to;
            RequestSubscriber<I> from = new RequestSubscriber<>(to);
            requests = from;
            if (over) {
                from.cancel(); // ended before it could be told
            }
            source.subscribe(from);
        } catch (RuntimeException e) {
            broken(e);
        }
        subscribe(subscriber);
    }

    private void broken(RuntimeException thrown) {
        fail(thrown);
        RequestSender<?> to = sender;
        if (to != null) {
            to.cancel(
                    thrown instanceof ConnectException coded
                            ? coded
                            : new ConnectException(Code.CANCELED, "the caller failed", thrown));
        }
    }

    @Override
    protected void ask(int count) {
        RequestSender<?> to = sender;
        if (to != null) {
            to.request(count);
        }
    }

    @Override
    protected void abandoned() {
        RequestSender<?> to = sender;
        if (to != null) {
            to.cancel(new ConnectException(Code.CANCELED, "the subscriber cancelled the call"));
        }
    }

    @Override
    public void onMetadata(Metadata metadata) {
        this.metadata = metadata;
    }

    @Override
    public void onMessage(O message) {
        next(message);
    }

    @Override
    public void onReady() {
        RequestSubscriber<?> from = requests;
        if (from != null) {
            from.onReady();
        }
    }

    @Override
    public void onEnd(@Nullable ConnectException error, Metadata trailers) {
        over = true;
        RequestSubscriber<?> from = requests;
        if (from != null) {
            from.cancel();
        }
        if (error != null) {
            fail(error);
            return;
        }
        try {
            var told = options.onResponse();
            if (told != null) {
                told.accept(new ResponseInfo(metadata, trailers));
            }
        } catch (RuntimeException e) { // the caller's; whoever is subscribed must hear of it
            fail(e);
            return;
        }
        complete();
    }
}
