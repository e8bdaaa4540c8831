package dev.maneki.connect;

import org.jspecify.annotations.Nullable;

/**
 * Who is told of a call's responses. One event comes after another, never two at once: for a caller
 * that blocks, on its own thread; for all others on the transport's event loop, which must not be
 * blocked.
 */
public interface ResponseReceiver<O> {
    /** What came before the messages; not told where the answer is an error alone. */
    void onMetadata(Metadata metadata);

    /** A response. */
    void onMessage(O message);

    /**
     * The call has ended: last event, and always told.
     *
     * @param error null if it ended well
     * @param trailers what came after the messages; of an error, what came beside it
     */
    void onEnd(@Nullable ConnectException error, Metadata trailers);

    /** {@link RequestSender#ready} is true again. Not told to callers that block. */
    default void onReady() {}
}
