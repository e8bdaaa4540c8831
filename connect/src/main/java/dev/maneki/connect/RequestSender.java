package dev.maneki.connect;

/**
 * Where a call's requests go: the caller's half of the client's hinge. May be called from any
 * thread, one at a time; {@link #cancel} at any time. Once the call has ended, nothing has an
 * effect.
 */
public interface RequestSender<I> {
    /** Asks for that many more responses. Only streams of responses wait for it. */
    void request(int count);

    /**
     * Sends a message; never blocks. What cannot go out yet is kept: see {@link #ready}.
     *
     * @throws ConnectException {@link Code#INTERNAL} if it cannot be written in the call's codec
     */
    void send(I message);

    /** No more messages. */
    void end();

    /** Ends the call here and there; the receiver is told that it ended with this error. */
    void cancel(ConnectException why);

    /** Whether more can be sent without piling up; {@link ResponseReceiver#onReady} tells. */
    boolean ready();
}
