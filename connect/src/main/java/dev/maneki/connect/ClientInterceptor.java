package dev.maneki.connect;

/**
 * Stands around the calls of a client: calls of all kinds and protocols alike.
 *
 * <p>It wraps {@link ClientHandler}, and what it can do follows from that: add metadata or refuse a
 * call in {@code start}; look at responses and the call's end by wrapping the {@link
 * ResponseReceiver}, and at requests by wrapping the {@link RequestSender}.
 */
@FunctionalInterface
public interface ClientInterceptor {
    /** Wraps a handler. Called once or a few times for each method. */
    <I, O> ClientHandler<I, O> intercept(MethodSpec<I, O> method, ClientHandler<I, O> next);
}
