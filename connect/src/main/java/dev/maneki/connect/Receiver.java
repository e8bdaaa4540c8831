package dev.maneki.connect;

/**
 * Who is told of a call's requests: the handler's half of the hinge. One event comes after another,
 * never two at once: for a handler that blocks, on the call's own thread; for all others on the
 * transport's event loop, which must not be blocked.
 *
 * <p>After {@link #onEnd} only {@link #onCancel} may come; after {@link #onCancel} nothing. What
 * they throw fails the call.
 */
public interface Receiver<I> {
    /**
     * A request. For methods with exactly one it comes unasked; for streams once {@link
     * Responder#request} has asked for it.
     */
    void onMessage(I message);

    /** There are no more. For methods with exactly one request, it has come. */
    void onEnd();

    /**
     * The call is over before the handler has ended it: the caller is gone, the deadline has
     * passed, or the request cannot be read. The caller has been answered if there was anybody to
     * answer.
     */
    void onCancel(ConnectException why);

    /** {@link Responder#ready} is true again. Not told to handlers that block. */
    default void onReady() {}
}
