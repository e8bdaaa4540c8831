package dev.maneki.connect;

/** Serves a method with a stream of responses. It may block: each call has a virtual thread. */
@FunctionalInterface
public interface ServerStreamHandler<I, O> {
    /** Answers a request; the stream ends when this returns. */
    void handle(I request, Responses<O> responses, ServerCall call) throws Exception;
}
