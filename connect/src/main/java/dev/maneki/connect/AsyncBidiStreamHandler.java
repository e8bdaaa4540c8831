package dev.maneki.connect;

import java.util.concurrent.Flow;

/** Serves a method with streams both ways on the event loop. It must not block. */
@FunctionalInterface
public interface AsyncBidiStreamHandler<I, O> {
    /** Answers the requests; both publishers keep to what is asked for. */
    Flow.Publisher<O> handle(Flow.Publisher<I> requests, ServerCall call) throws Exception;
}
