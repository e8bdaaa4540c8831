package dev.maneki.connect;

/**
 * What serves a method, whatever its kind: the hinge on which interceptors, blocking and
 * asynchronous handlers and bridges turn. Thread-safe, as all calls of the method come here.
 */
@FunctionalInterface
public interface ServerHandler<I, O> {
    /**
     * A call begins.
     *
     * @return who is told of its requests
     * @throws ConnectException to fail the call at once; no event follows
     */
    Receiver<I> start(ServerCall call, Responder<O> responder);
}
