package dev.maneki.connect;

/** Where a handler that blocks sends a stream's responses. One thread at a time. */
public interface Responses<O> {
    /**
     * Sends a message. Returns at once as a rule; waits while much that was sent before is still
     * under way.
     *
     * @throws ConnectException {@link Code#CANCELED} or {@link Code#DEADLINE_EXCEEDED} if nobody
     *     waits for it any more
     */
    void send(O message);

    /** Sends the response's metadata now, ahead of the first message. */
    void sendMetadata();
}
