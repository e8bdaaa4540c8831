package dev.maneki.connect.server;

import dev.maneki.connect.Responder;
import dev.maneki.connect.call.MessagePublisher;

/** A stream of requests as a publisher. */
final class RequestPublisher<I> extends MessagePublisher<I> {
    private final Responder<?> responder;

    RequestPublisher(Responder<?> responder) {
        this.responder = responder;
    }

    @Override
    protected void ask(int count) {
        responder.request(count);
    }

    @Override
    protected void abandoned() {
        // The handler may still answer; what is not read holds the caller back.
    }
}
