package dev.maneki.connect;

/**
 * A call's requests and responses, for a caller that blocks. One thread may send while another
 * receives.
 */
public interface BidiStream<I, O> extends ServerStream<O> {
    /**
     * Sends a message. Returns at once as a rule; waits while much that was sent before is still
     * under way.
     *
     * @throws ConnectException if the call has ended already: what it ended with; {@link
     *     Code#UNAVAILABLE} if that was well
     * @throws IllegalStateException if the requests were ended before
     */
    void send(I message);

    /** Ends the requests. Responses may go on. */
    void closeSend();

    /** Whether the server still takes messages: false once it has ended the call, well or not. */
    boolean open();
}
