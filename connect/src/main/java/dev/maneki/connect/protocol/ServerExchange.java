package dev.maneki.connect.protocol;

import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.StreamReset;
import org.jspecify.annotations.Nullable;

/**
 * One call, in the protocol of its caller. All on the stream's executor.
 *
 * <p>Order: {@link #refusal}; then either {@link #end} at once, or {@link #start}, and {@link
 * #sendMeta}, {@link #sendPayload} and one {@link #end}, as the call goes. An {@code end} without
 * {@code sendMeta} is well: it is what gRPC calls trailers-only.
 */
public interface ServerExchange {
    /** Which protocol. */
    Protocol protocol();

    /** What the request says; of what was refused, as much as could be read. */
    RequestMeta request();

    /**
     * Whether the content type is one for streams: all of gRPC and gRPC-Web, as they do not tell,
     * and Connect's enveloped types. Connect's bare types are for unary methods only.
     */
    boolean streaming();

    /** Whether it came by HTTP GET: only methods without side effects may be called so. */
    boolean get();

    /** What is wrong with the request's head, or null. */
    @Nullable ConnectException refusal();

    /** Says who is told; events may come before it returns. */
    void start(Listener listener);

    /** Says what comes before the messages; once at most. */
    void sendMeta(ResponseMeta meta);

    /** Sends a message, and takes its array over. */
    void sendPayload(Payload payload);

    /** Ends the response; what has not been said of the head is said now. */
    void end(ResponseEnd end);

    /** Puts what was sent on its way. {@link #end} needs none. */
    void flush();

    /**
     * Answers with a bare HTTP status and no body of the protocol: 415 where the content type fits
     * no codec or not the method's kind, 405, 505 for a bidirectional stream over HTTP/1.1.
     */
    void refuse(int httpStatus, dev.maneki.connect.Metadata fields);

    /** Breaks off without an end. */
    void reset(StreamReset.Cause cause);

    /** Whether more can be sent without piling up. */
    boolean writable();

    /** Holds the caller back. Messages that were read already may still come. */
    void pause();

    /** Goes on. */
    void resume();

    /** Who is told of the request. */
    interface Listener {
        /** A message; its array changes owner. */
        void onPayload(Payload payload);

        /** No more messages. */
        void onRequestEnd();

        /**
         * What came is not of the protocol (a bad envelope, a message that is too long, an end
         * within one): nothing more is read. The listener ends the call with this error.
         */
        void onFault(ConnectException fault);

        /** The caller is gone: nothing can be sent any more. */
        void onReset(StreamReset reset);

        /** More can be sent. */
        void onWritable();
    }
}
