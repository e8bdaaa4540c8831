package dev.maneki.connect.http;

import java.net.SocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who is at the other end of the connection.
 *
 * @param address null where there is no socket, as in memory
 * @param certificates the client's chain, its own first, as TLS has verified it; empty without
 */
public record Peer(@Nullable SocketAddress address, List<X509Certificate> certificates) {
    /** Nobody known: a call within the process. */
    public static final Peer UNKNOWN = new Peer(null, List.of());
}
