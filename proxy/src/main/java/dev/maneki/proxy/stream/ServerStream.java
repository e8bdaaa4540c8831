package dev.maneki.proxy.stream;

import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;

/**
 * One request of a client, as its protocol offers it to the exchange: where the response is written
 * to.
 *
 * <p>The order of calls is the message's own: any number of {@link #sendInformational}, one {@link
 * #sendHead}, data, and an end (by {@code end} or {@link #sendTrailers}). {@link #abort} may come
 * at any time, and is the last call. After {@link ServerStreamHandler#onReset} nothing may be
 * called any more. Nothing is on the wire before a flush: implementations enter themselves in
 * {@link dev.maneki.proxy.worker.FlushQueue}, which is flushed at the end of every turn of the
 * event loop that read something.
 *
 * <p>A protocol takes care of: framing (Content-Length, chunked, close; HEAD, 204 and 304 have no
 * body: data for them is dropped), {@code Date} if absent, {@code Connection}, checking that the
 * body is as long as its Content-Length says (else it aborts by itself), an HTTP/1.0 client, and
 * trailers that the client cannot take (dropped). Calls are on the event loop only.
 */
public interface ServerStream {
    /** The connection it belongs to. */
    ServerConnection connection();

    /** {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}. */
    String protocol();

    /** The request; valid until the stream has ended. The exchange may change it. */
    RequestHead request();

    /** Sends a 1xx response other than 101; ignored where the client cannot take it (HTTP/1.0). */
    void sendInformational(ResponseHead head);

    /**
     * Sends the final response's head. A status of 101 (only if the request has an {@link
     * RequestHead#upgrade()}) makes a tunnel of the stream: data then goes both ways as it comes,
     * until both sides have ended.
     *
     * @param end whether no body follows
     */
    void sendHead(ResponseHead head, boolean end);

    /** Sends body bytes and takes over the buffer. */
    void sendData(ByteBuf data, boolean end);

    /** Sends trailers and ends the response. */
    void sendTrailers(HeaderFields trailers);

    /**
     * Breaks off: RST_STREAM, or closing an HTTP/1.1 connection so that the client can tell that
     * the response is incomplete. If the request has not yet ended, its rest is thrown away.
     */
    void abort(StreamFault fault);

    /**
     * Whether more may be sent without piling up; {@link ServerStreamHandler#onWritable} tells when
     * it is so again.
     */
    boolean writable();

    /**
     * Stops {@link ServerStreamHandler#onData}; the client is held back by its protocol's flow
     * control.
     */
    void pauseRequest();

    /** Goes on after {@link #pauseRequest()}. May deliver data before it returns. */
    void resumeRequest();

    /** Bytes of the request's body received so far (payload, without framing). */
    long requestBytes();

    /** Bytes of the response's body sent so far (payload, without framing). */
    long responseBytes();
}
