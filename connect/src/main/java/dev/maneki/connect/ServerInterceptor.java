package dev.maneki.connect;

/**
 * Stands around the handlers of a server: around whole calls, from before their first message is
 * read to after their last is sent. It sees calls of all kinds and protocols alike.
 *
 * <p>It wraps {@link ServerHandler}, and what it can do follows from that: refuse a call by
 * throwing from {@code start}; look at requests by wrapping the {@link Receiver}, and at responses
 * and the call's end by wrapping the {@link Responder}. It runs where the handler runs: for one
 * that blocks on the call's thread, so it may block too; for all others on the event loop.
 */
@FunctionalInterface
public interface ServerInterceptor {
    /** Wraps a handler. Called once for each method, when the {@link Router} is built. */
    <I, O> ServerHandler<I, O> intercept(MethodSpec<I, O> method, ServerHandler<I, O> next);
}
