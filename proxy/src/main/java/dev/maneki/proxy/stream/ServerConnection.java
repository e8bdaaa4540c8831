package dev.maneki.proxy.stream;

import dev.maneki.proxy.worker.Worker;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection, as far as the exchange needs to know it. Event loop only, but {@link
 * #drain()}.
 */
public interface ServerConnection {
    /** Whose event loop it lives on. */
    Worker worker();

    /** The accepting side: which port's listeners the requests are for. */
    ListenContext listenContext();

    /** The peer's address. */
    InetSocketAddress remoteAddress();

    /** The address the client connected to. */
    InetSocketAddress localAddress();

    /**
     * {@code HTTP/1.1} or {@code HTTP/2}; an HTTP/1.0 request says so by {@link
     * ServerStream#protocol()}.
     */
    String protocol();

    /** What the TLS handshake said; null in the clear. */
    @Nullable TlsInfo tls();

    /** What the exchange has noted of this connection, or null before its first request. */
    @Nullable Object attachment();

    /** Notes something for the connection's later requests. */
    void attach(Object attachment);

    /**
     * No new requests: GOAWAY, {@code Connection: close}; closes once the running ones have ended,
     * an idle one at once, or after a moment where a request may be under way to it. Safe to call
     * from any thread.
     */
    void drain();
}
