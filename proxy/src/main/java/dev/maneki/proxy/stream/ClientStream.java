package dev.maneki.proxy.stream;

import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;

/**
 * One request to a backend, as its protocol offers it to the exchange: where the request is written
 * to.
 *
 * <p>First {@link #sendHead}, then data and an end. The protocol adds framing, {@code Host}/{@code
 * :authority}, and what an upgrade needs. {@link #cancel} may come at any time and is the last
 * call; once both directions have ended it does nothing. Else, after {@link
 * ClientStreamHandler#onReset} or that end, nothing may be called any more. Event loop only.
 */
public interface ClientStream {
    /** Sends the request's head, reading it during the call only. */
    void sendHead(RequestHead head, boolean end);

    /** Sends body bytes and takes over the buffer. */
    void sendData(ByteBuf data, boolean end);

    /** Sends trailers and ends the request. */
    void sendTrailers(HeaderFields trailers);

    /**
     * Ends the request and the interest in its response: RST_STREAM(CANCEL), or closing the
     * connection.
     */
    void cancel();

    /** Whether more may be sent without piling up. */
    boolean writable();

    /** Stops {@link ClientStreamHandler#onData}. */
    void pauseResponse();

    /** Goes on after {@link #pauseResponse()}. May deliver data before it returns. */
    void resumeResponse();

    /** {@code HTTP/1.1} or {@code HTTP/2}. */
    String protocol();
}
