package dev.maneki.proxy.tls;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards one kind of backend, as the provider holds it; made at its first connection.
 * Thread-safe.
 */
final class BackendContext {
    /** Sessions kept to be resumed; one is kept for each endpoint's port. */
    private static final int SESSIONS = 256;

    private final TlsProvider provider;
    private final BackendTls tls;
    private final List<String> alpn;
    private final SystemRoots systemRoots;
    private @Nullable SslContext context;
    private @Nullable TlsConfigurationException broken;
    private boolean closed;

    BackendContext(
            TlsProvider provider,
            BackendTls tls,
            Backend.Protocol protocol,
            SystemRoots systemRoots) {
        this.provider = provider;
        this.tls = tls;
        this.systemRoots = systemRoots;
        this.alpn =
                switch (protocol) {
                    case HTTP1 -> List.of(TlsPolicy.HTTP2, TlsPolicy.HTTP1);
                    case HTTP2 -> List.of(TlsPolicy.HTTP2);
                    case WEBSOCKET -> List.of(TlsPolicy.HTTP1);
                };
    }

    /**
     * A handler for a connection to an endpoint; empty if this has been closed.
     *
     * @param port the endpoint's: a session is resumed with the same port only
     * @throws TlsConfigurationException if a certificate or trust anchor cannot be used
     */
    synchronized Optional<SslHandler> newHandler(ByteBufAllocator allocator, int port) {
        if (closed) {
            return Optional.empty();
        }
        if (broken != null) {
            throw broken;
        }
        try {
            SslContext made = context;
            if (made == null) {
                made = build();
                context = made;
            }
            SslHandler handler = made.newHandler(allocator, tls.hostname(), port);
            // Whoever connects bounds the whole: TCP, TLS and the protocol.
            handler.setHandshakeTimeoutMillis(0);
            return Optional.of(handler);
        } catch (TlsConfigurationException e) {
            broken = e;
            throw e;
        }
    }

    private SslContext build() {
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient()
                            .sslProvider(provider.provider())
                            .protocols(TlsPolicy.versions("TLSv1.2"))
                            .ciphers(TlsPolicy.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                            .applicationProtocolConfig(TlsPolicy.alpn(alpn))
                            .serverName(new SNIHostName(tls.hostname()))
                            // The trust manager checks the name, by the policy's own rules.
                            .endpointIdentificationAlgorithm(null)
                            .trustManager(new BackendTrust(anchors(), tls))
                            .sessionCacheSize(SESSIONS);
            tls.clientCertificate()
                    .ifPresent(
                            certificate ->
                                    builder.keyManager(
                                            new OpenSslCachingX509KeyManagerFactory(
                                                    new FixedKeyManager(
                                                                    List.of(
                                                                            KeyAndChain.of(
                                                                                    certificate)))
                                                            .factory())));
            if (provider == TlsProvider.BORINGSSL) {
                builder.option(OpenSslContextOption.USE_TASKS, false);
            }
            return builder.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new TlsConfigurationException(
                    "TLS to " + tls.hostname() + ": " + TlsFailures.describe(e), e);
        }
    }

    private X509ExtendedTrustManager anchors() {
        return tls.caCertificatesPem()
                .map(pem -> TrustAnchors.of(Pem.certificates(pem)))
                .orElseGet(systemRoots::trustManager);
    }

    /** Makes no more handlers; those that run go on. */
    synchronized void close() {
        closed = true;
        ReferenceCountUtil.release(context);
        context = null;
    }
}
