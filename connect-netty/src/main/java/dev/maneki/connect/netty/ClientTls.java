package dev.maneki.connect.netty;

import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Whom a client trusts, and what it shows of itself. Names are always checked. Immutable. */
public final class ClientTls {
    /** Trusts whom the JDK trusts, and shows no certificate. */
    public static final ClientTls DEFAULT = new ClientTls(null, null, null);

    private final X509Certificate @Nullable [] trust;
    private final X509Certificate @Nullable [] chain;
    private final @Nullable PrivateKey key;

    private ClientTls(
            X509Certificate @Nullable [] trust,
            X509Certificate @Nullable [] chain,
            @Nullable PrivateKey key) {
        this.trust = trust;
        this.chain = chain;
        this.key = key;
    }

    /**
     * Trusts servers whose certificate one of these has signed, or is one of these, and no others.
     *
     * @param authorities as PEM
     * @throws IllegalArgumentException if they cannot be read
     */
    public ClientTls trust(String authorities) {
        return new ClientTls(Pem.certificates(authorities), chain, key);
    }

    /**
     * Shows a certificate to servers that ask for one.
     *
     * @param certificateChain as PEM, the client's own first
     * @param privateKey as PEM: PKCS #8, PKCS #1 or SEC 1, unencrypted
     * @throws IllegalArgumentException if one of them cannot be read
     */
    public ClientTls certificate(String certificateChain, String privateKey) {
        return new ClientTls(trust, Pem.certificates(certificateChain), Pem.privateKey(privateKey));
    }

    SslContext tcp(List<String> protocols) {
        SslContextBuilder builder =
                SslContextBuilder.forClient()
                        .sslProvider(ServerTls.provider())
                        .applicationProtocolConfig(
                                new ApplicationProtocolConfig(
                                        ApplicationProtocolConfig.Protocol.ALPN,
                                        ApplicationProtocolConfig.SelectorFailureBehavior
                                                .NO_ADVERTISE,
                                        ApplicationProtocolConfig.SelectedListenerFailureBehavior
                                                .ACCEPT,
                                        protocols));
        if (trust != null) {
            builder.trustManager(trust);
        }
        if (key != null) {
            builder.keyManager(key, chain);
        }
        try {
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("the client's TLS cannot be set up: " + e, e);
        }
    }

    QuicSslContext quic() {
        QuicSslContextBuilder builder =
                QuicSslContextBuilder.forClient()
                        .applicationProtocols(Http3.supportedApplicationProtocols());
        if (trust != null) {
            builder.trustManager(trust);
        }
        if (key != null) {
            builder.keyManager(key, null, chain);
        }
        return builder.build();
    }
}
