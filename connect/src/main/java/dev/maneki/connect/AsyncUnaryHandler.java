package dev.maneki.connect;

import java.util.concurrent.CompletionStage;

/** Serves a unary method on the transport's event loop. It must not block. */
@FunctionalInterface
public interface AsyncUnaryHandler<I, O> {
    /** Answers a request, later if need be. The stage is cancelled where the call is. */
    CompletionStage<O> handle(I request, ServerCall call) throws Exception;
}
