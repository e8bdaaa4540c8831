package dev.maneki.connect.netty;

import dev.maneki.connect.http.HttpVersion;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicSslContextBuilder;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A server's certificate, and what it asks of its clients. TLS 1.2 and 1.3 on TCP, 1.3 on QUIC.
 * Immutable.
 */
public final class ServerTls {
    private final @Nullable SslContext given;
    private final X509Certificate @Nullable [] chain;
    private final @Nullable PrivateKey key;
    private final X509Certificate @Nullable [] clientTrust;
    private final ClientAuth clientAuth;

    private ServerTls(
            @Nullable SslContext given,
            X509Certificate @Nullable [] chain,
            @Nullable PrivateKey key,
            X509Certificate @Nullable [] clientTrust,
            ClientAuth clientAuth) {
        this.given = given;
        this.chain = chain;
        this.key = key;
        this.clientTrust = clientTrust;
        this.clientAuth = clientAuth;
    }

    /**
     * With a certificate and key as PEM.
     *
     * @param certificateChain the server's own certificate first
     * @param privateKey PKCS #8, PKCS #1 or SEC 1, unencrypted
     * @throws IllegalArgumentException if one of them cannot be read
     */
    public static ServerTls pem(String certificateChain, String privateKey) {
        return new ServerTls(
                null,
                Pem.certificates(certificateChain),
                Pem.privateKey(privateKey),
                null,
                ClientAuth.NONE);
    }

    /**
     * As Netty has it, for TCP alone: not for HTTP/3. Its ALPN protocols decide the version;
     * without any it is HTTP/1.1.
     */
    public static ServerTls of(SslContext context) {
        return new ServerTls(context, null, null, null, ClientAuth.NONE);
    }

    /**
     * Refuses clients that show no certificate which one of these has signed.
     *
     * @param authorities as PEM
     */
    public ServerTls requireClientCertificates(String authorities) {
        return new ServerTls(given, chain, key, Pem.certificates(authorities), ClientAuth.REQUIRE);
    }

    /** Accepts clients without a certificate too. */
    public ServerTls acceptClientCertificates(String authorities) {
        return new ServerTls(given, chain, key, Pem.certificates(authorities), ClientAuth.OPTIONAL);
    }

    SslContext tcp(Set<HttpVersion> versions) {
        if (given != null) {
            return given;
        }
        List<String> protocols = new ArrayList<>(2);
        if (versions.contains(HttpVersion.HTTP_2)) {
            protocols.add("h2");
        }
        if (versions.contains(HttpVersion.HTTP_1_1)) {
            protocols.add("http/1.1");
        }
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(key, chain)
                            .sslProvider(provider())
                            .clientAuth(clientAuth)
                            .applicationProtocolConfig(
                                    new ApplicationProtocolConfig(
                                            ApplicationProtocolConfig.Protocol.ALPN,
                                            ApplicationProtocolConfig.SelectorFailureBehavior
                                                    .NO_ADVERTISE,
                                            ApplicationProtocolConfig
                                                    .SelectedListenerFailureBehavior.ACCEPT,
                                            protocols));
            if (clientTrust != null) {
                builder.trustManager(clientTrust);
            }
            return builder.build();
        } catch (SSLException e) {
            throw new IllegalArgumentException("the server's TLS cannot be set up: " + e, e);
        }
    }

    QuicSslContext quic() {
        if (key == null || chain == null) {
            throw new IllegalStateException(
                    "HTTP/3 needs the certificate itself: use ServerTls.pem");
        }
        QuicSslContextBuilder builder =
                QuicSslContextBuilder.forServer(key, null, chain)
                        .clientAuth(clientAuth)
                        .applicationProtocols(Http3.supportedApplicationProtocols());
        if (clientTrust != null) {
            builder.trustManager(clientTrust);
        }
        return builder.build();
    }

    static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }
}
