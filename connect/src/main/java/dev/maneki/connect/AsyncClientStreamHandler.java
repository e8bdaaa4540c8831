package dev.maneki.connect;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Serves a method with a stream of requests on the event loop. It must not block. */
@FunctionalInterface
public interface AsyncClientStreamHandler<I, O> {
    /** Answers the requests. The publisher takes one subscriber. */
    CompletionStage<O> handle(Flow.Publisher<I> requests, ServerCall call) throws Exception;
}
