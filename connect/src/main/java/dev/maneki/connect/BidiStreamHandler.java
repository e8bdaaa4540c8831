package dev.maneki.connect;

/** Serves a method with streams both ways. It may block: each call has a virtual thread. */
@FunctionalInterface
public interface BidiStreamHandler<I, O> {
    /** Answers the requests; the stream ends when this returns. */
    void handle(Requests<I> requests, Responses<O> responses, ServerCall call) throws Exception;
}
