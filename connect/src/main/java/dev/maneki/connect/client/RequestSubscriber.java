package dev.maneki.connect.client;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.RequestSender;
import dev.maneki.connect.call.MessageSubscriber;

/** Sends the requests that a publisher publishes. */
final class RequestSubscriber<I> extends MessageSubscriber<I> {
    private final RequestSender<I> sender;

    RequestSubscriber(RequestSender<I> sender) {
        this.sender = sender;
    }

    @Override
    protected void send(I message) {
        sender.send(message);
    }

    @Override
    protected boolean ready() {
        return sender.ready();
    }

    @Override
    public void onError(Throwable thrown) {
        sender.cancel(
                thrown instanceof ConnectException coded
                        ? coded
                        : new ConnectException(
                                Code.CANCELED, "the publisher of the requests failed", thrown));
    }

    @Override
    public void onComplete() {
        sender.end();
    }
}
