package dev.maneki.connect;

/**
 * Where a call's responses go: the server's half of the hinge. May be called from any thread, one
 * at a time. After {@link #end} or {@link #fail}, and after the call is canceled, nothing has an
 * effect.
 */
public interface Responder<O> {
    /** Asks for that many more requests. Only streams of requests wait for it. */
    void request(int count);

    /** Sends {@link ServerCall#responseMetadata} now, ahead of the first message. */
    void sendMetadata();

    /**
     * Sends a message; never blocks. What cannot go out yet is kept: see {@link #ready}.
     *
     * @throws ConnectException {@link Code#INTERNAL} if it cannot be written in the call's codec
     */
    void send(O message);

    /** Ends the call well, with {@link ServerCall#responseTrailers}. */
    void end();

    /** Ends the call with an error. {@link ServerCall#responseTrailers} go with it. */
    void fail(ConnectException error);

    /** Whether more can be sent without piling up; {@link Receiver#onReady} tells when again. */
    boolean ready();
}
