package dev.maneki.connect;

import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.Peer;
import org.jspecify.annotations.Nullable;

/**
 * One call that is served, beside its messages: who asks, until when, and what goes with the
 * answer. Thread-safe, but for the two {@link Metadata} that are written: one thread at a time.
 */
public interface ServerCall {
    /** The method that is called. */
    MethodSpec<?, ?> method();

    /** The protocol it came in. */
    Protocol protocol();

    /** The HTTP request that carries it, as it came. */
    HttpRequest httpRequest();

    /** Who sent it. */
    Peer peer();

    /** What the caller sent beside the messages; immutable. */
    Metadata requestMetadata();

    /**
     * What goes out before the first message. To be added to until that message is sent, or {@code
     * sendMetadata}; immutable from then on.
     */
    Metadata responseMetadata();

    /** What goes out after the last message. To be added to until the call ends. */
    Metadata responseTrailers();

    /**
     * When the caller stops waiting, or the server's own limit if that is earlier. Once it has
     * passed, the caller has been answered, and the call is {@link #canceled()}.
     */
    Deadline deadline();

    /**
     * Whether nobody waits for the answer any more: the caller broke off, its connection is gone,
     * or the deadline has passed. A blocking handler's thread has been interrupted then.
     */
    boolean canceled();

    /**
     * Says what is to be done as soon as the call is canceled; at once, if it is already. It runs
     * on the transport's thread, and must not block.
     */
    void onCancel(Runnable action);

    /** What was left under a key, or null. */
    <T> @Nullable T attribute(Key<T> key);

    /** Leaves something under a key, in place of what was there. */
    <T> void attribute(Key<T> key, T value);
}
