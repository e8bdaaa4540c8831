package dev.maneki.connect;

/**
 * A call's requests and its one response, for a caller that blocks. One thread at a time, but for
 * {@link #close}.
 */
public interface ClientStream<I, O> extends AutoCloseable {
    /**
     * Sends a message. Returns at once as a rule; waits while much that was sent before is still
     * under way.
     *
     * @throws ConnectException if the call has ended already: what {@link #closeAndReceive} would
     *     throw; {@link Code#UNAVAILABLE} if the server has answered well without reading further
     * @throws IllegalStateException if the requests were ended before
     */
    void send(I message);

    /** Whether the server still takes messages: false once it has answered, well or not. */
    boolean open();

    /**
     * Ends the requests, and waits for the response.
     *
     * @throws ConnectException what the server failed with; {@link Code#UNIMPLEMENTED} if it
     *     answered with no message or several
     */
    O closeAndReceive();

    /**
     * What the server sent before the message; waits for it. Where it answered with none, in one
     * block for both ends, the same as {@link #trailers}. Immutable.
     */
    Metadata responseMetadata();

    /**
     * What the server sent after the message. Immutable.
     *
     * @throws IllegalStateException before {@link #closeAndReceive} has returned
     */
    Metadata trailers();

    /** Cancels the call, if it has not ended. Any thread, at any time, as often as one likes. */
    @Override
    void close();
}
