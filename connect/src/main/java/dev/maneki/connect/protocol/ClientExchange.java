package dev.maneki.connect.protocol;

import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;

/**
 * One call, in the protocol of its callee. All on the stream's executor, but {@link #start}.
 *
 * <p>The callee's answer always ends in one {@link Listener#onEnd}, whatever happens on the way: a
 * broken stream, an HTTP status of a proxy, what is not of the protocol; each as the coded error
 * that the protocol prescribes. After it nothing is called, and the stream has been given back.
 */
public interface ClientExchange {
    /** Which protocol. */
    Protocol protocol();

    /**
     * Says who is told, and how a request is opened: given its head and whether it has no body. A
     * call whose head depends on its message (Connect's GET) opens it at {@link #sendPayload}.
     */
    void start(Opener opener, Listener listener);

    /** Sends a message, and takes its array over. */
    void sendPayload(Payload payload);

    /** No more messages. */
    void endRequest();

    /** Puts what was sent on its way. {@link #endRequest} needs none. */
    void flush();

    /** Ends the interest in the answer; nothing is told any more. */
    void cancel();

    /** Whether more can be sent without piling up. */
    boolean writable();

    /** Holds the callee back. */
    void pause();

    /** Goes on. */
    void resume();

    /** Opens the HTTP request that carries the call. */
    interface Opener {
        /** As {@link dev.maneki.connect.http.HttpClientTransport#open}. */
        HttpClientStream open(HttpRequest request, boolean end, HttpClientStream.Handler handler);
    }

    /** Who is told of the answer. */
    interface Listener {
        /** What came before the messages. Not called where the answer is its end alone. */
        void onMeta(ResponseMeta meta);

        /** A message; its array changes owner. */
        void onPayload(Payload payload);

        /** The answer's end. */
        void onEnd(ResponseEnd end);

        /** More can be sent. */
        void onWritable();
    }
}
