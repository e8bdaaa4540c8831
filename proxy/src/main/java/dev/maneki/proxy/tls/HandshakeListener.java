package dev.maneki.proxy.tls;

import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.routing.model.Limit;

/** Told once how a client's handshake has ended. Event loop only. */
public interface HandshakeListener {
    /**
     * It is done; the handler for what follows is to be added to the pipeline's end before this
     * returns.
     *
     * @param http2 whether ALPN has chosen h2; HTTP/1.1 otherwise
     * @param resumed whether the session is one from before
     */
    void onEstablished(boolean http2, boolean resumed, TlsInfo tls);

    /** A limit has cut it; {@link #onFailed} follows. */
    void onLimit(Limit limit);

    /**
     * It has failed; the connection is being closed.
     *
     * @param detail what happened, in few words
     */
    void onFailed(HandshakeResult result, String detail);
}
