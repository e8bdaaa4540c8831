package dev.maneki.connect;

/** Serves a method with a stream of requests. It may block: each call has a virtual thread. */
@FunctionalInterface
public interface ClientStreamHandler<I, O> {
    /** Answers the requests. It need not read them all. */
    O handle(Requests<I> requests, ServerCall call) throws Exception;
}
