package dev.maneki.connect;

import java.util.concurrent.Flow;

/** Serves a method with a stream of responses on the event loop. It must not block. */
@FunctionalInterface
public interface AsyncServerStreamHandler<I, O> {
    /** Answers a request. The publisher is asked for more as fast as the caller reads. */
    Flow.Publisher<O> handle(I request, ServerCall call) throws Exception;
}
