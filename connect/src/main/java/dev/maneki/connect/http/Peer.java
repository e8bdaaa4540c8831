package dev.maneki.connect.http;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of the connection.
 *
 * @param address null where there is no socket, as in memory
 * @param certificates the client's chain, its own first, as TLS has verified it; empty without
 * @param tls the TLS session; null without TLS, and where the transport cannot tell
 */
public record Peer(
        @Nullable SocketAddress address,
        List<X509Certificate> certificates,
        @Nullable SSLSession tls) {
    /** Nobody known: a call within the process. */
    public static final Peer UNKNOWN = new Peer(null, List.of());

    /** A peer whose TLS session is not known. */
    public Peer(@Nullable SocketAddress address, List<X509Certificate> certificates) {
        this(address, certificates, null);
    }
}
