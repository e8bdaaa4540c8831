package dev.maneki.connect.netty.wire;

import dev.maneki.connect.http.Peer;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Tells who is at the other end. */
public final class Peers {
    private Peers() {}

    /** Of a TCP connection whose handshake is over. */
    public static Peer of(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return of(channel.remoteAddress(), tls == null ? null : tls.engine().getSession());
    }

    /** Of an address and a TLS session. */
    public static Peer of(@Nullable SocketAddress address, @Nullable SSLSession session) {
        return new Peer(address, session == null ? List.of() : certificates(session), session);
    }

    private static List<X509Certificate> certificates(SSLSession session) {
        try {
            List<X509Certificate> chain = new ArrayList<>(3);
            for (Certificate certificate : session.getPeerCertificates()) {
                if (certificate instanceof X509Certificate x509) {
                    chain.add(x509);
                }
            }
            return List.copyOf(chain);
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // No client certificate was shown: allowed, or TLS had refused.
        }
    }
}
