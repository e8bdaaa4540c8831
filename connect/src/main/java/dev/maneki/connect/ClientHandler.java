package dev.maneki.connect;

/**
 * What makes the calls of a method, whatever its kind: the hinge on which the client's interceptors
 * turn. Thread-safe.
 */
@FunctionalInterface
public interface ClientHandler<I, O> {
    /**
     * A call begins.
     *
     * @param receiver told of what comes back
     * @return where the requests go
     * @throws ConnectException to fail the call at once; the receiver is told nothing then
     */
    RequestSender<I> start(ClientCall call, ResponseReceiver<O> receiver);
}
