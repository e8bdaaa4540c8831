package dev.maneki.connect.server;

import dev.maneki.connect.Responder;
import dev.maneki.connect.call.MessageSubscriber;
import java.util.concurrent.Flow;

/** Answers with what a publisher publishes. */
final class ResponseSubscriber<O> extends MessageSubscriber<O> {
    private final Responder<O> responder;

    ResponseSubscriber(Responder<O> responder) {
        this.responder = responder;
    }

    void subscribe(AsyncHandlers.Source<Flow.Publisher<O>> source) {
        try {
            source.get().subscribe(this);
        } catch (Throwable thrown) { // whatever a handler throws, its caller is answered
            responder.fail(Failures.of(thrown));
        }
    }

    @Override
    protected void send(O message) {
        responder.send(message);
    }

    @Override
    protected boolean ready() {
        return responder.ready();
    }

    @Override
    public void onError(Throwable thrown) {
        responder.fail(Failures.of(AsyncHandlers.unwrapped(thrown)));
    }

    @Override
    public void onComplete() {
        responder.end();
    }
}
