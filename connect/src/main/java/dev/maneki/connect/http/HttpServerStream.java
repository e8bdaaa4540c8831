package dev.maneki.connect.http;

import dev.maneki.connect.Metadata;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;

/**
 * One request that a server transport received, and where its response goes.
 *
 * <p>Order of calls: {@link #start} once, at the latest when the call that handed the stream over
 * returns; then one head, data, and one end, by {@code end} or {@link #sendTrailers}. {@link
 * #reset} may come at any time and is the last. After {@link Handler#onReset} nothing has an effect
 * any more. All of it only on {@link #executor()}, but for what says otherwise. Nothing need be on
 * the wire before {@link #flush}.
 *
 * <p>The transport takes care of framing (Content-Length where it is among the fields, else chunks;
 * HEAD has no body), of Date, and of the connection: with HTTP/1.1, whose response may be whole
 * before its request is, it reads and drops the rest, or closes.
 */
public interface HttpServerStream {
    /** The request's head. Any thread. */
    HttpRequest request();

    /** Who sent it. Any thread. */
    Peer peer();

    /** Where all events of this stream happen, one after the other. Any thread. */
    Executor executor();

    /** Says who is told; events may come before it returns. */
    void start(Handler handler);

    /**
     * Sends the response's head.
     *
     * @param fields names in lower case; read during the call
     * @param end whether neither body nor trailers follow
     */
    void sendHead(int status, Metadata fields, boolean end);

    /** Sends body bytes; the array changes owner. */
    void sendData(byte[] array, int offset, int length, boolean end);

    /** Sends trailers, and ends the response. Without trailers it just ends. */
    void sendTrailers(Metadata trailers);

    /** Puts what was sent on its way; cheap to call once for a group of sends. */
    void flush();

    /** Breaks off, so that the client can tell; the rest of the request is thrown away. */
    void reset(StreamReset.Cause cause);

    /** Whether more can be sent without piling up; {@link Handler#onWritable} tells when again. */
    boolean writable();

    /**
     * Holds the client back by HTTP's means; {@code onData} stops soon, but perhaps not at once.
     */
    void pause();

    /** Goes on. */
    void resume();

    /** Who is told of the request. Called on the stream's executor. */
    interface Handler {
        /** Body bytes, valid during the call. */
        void onData(ByteBuffer data);

        /** The request is whole. */
        void onEnd(Metadata trailers);

        /** The client broke off, or broke the rules: last event, nothing can be sent any more. */
        void onReset(StreamReset reset);

        /** More can be sent. */
        void onWritable();
    }
}
