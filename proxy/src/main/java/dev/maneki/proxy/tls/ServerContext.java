package dev.maneki.proxy.tls;

import dev.maneki.routing.model.ListenerId;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslCachingX509KeyManagerFactory;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslCredential;
import io.netty.handler.ssl.OpenSslCredentialBuilder;
import io.netty.handler.ssl.OpenSslServerSessionContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;

/**
 * The TLS settings of one listener for one choice of certificates, as the provider holds them.
 *
 * <p>Sessions are resumed by tickets alone, whose keys the provider makes for this context and
 * changes from time to time. So no session can be resumed at another listener, nor after the
 * certificate or the trust anchors have changed. 0-RTT is off: its data can be replayed (RFC 8470).
 */
final class ServerContext {
    private final SslContext context;

    private ServerContext(SslContext context) {
        this.context = context;
    }

    /**
     * @param certificates one or more, the preferred first
     * @throws TlsConfigurationException if the provider refuses them
     */
    static ServerContext of(
            TlsProvider provider,
            ListenerId listener,
            List<KeyAndChain> certificates,
            String minimumVersion,
            ClientAuth clientAuth,
            ClientTrust clientTrust) {
        List<OpenSslCredential> credentials = credentials(provider, certificates);
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forServer(
                                    new OpenSslCachingX509KeyManagerFactory(
                                            new FixedKeyManager(certificates).factory()))
                            .sslProvider(provider.provider())
                            .protocols(TlsPolicy.versions(minimumVersion))
                            .ciphers(TlsPolicy.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                            .applicationProtocolConfig(
                                    TlsPolicy.alpn(List.of(TlsPolicy.HTTP2, TlsPolicy.HTTP1)))
                            .trustManager(clientTrust)
                            .clientAuth(clientAuth)
                            .addCredentials(credentials);
            if (provider == TlsProvider.BORINGSSL) {
                // Nothing in a handshake is worth a thread hop.
                builder.option(OpenSslContextOption.USE_TASKS, false);
            }
            SslContext context = builder.build();
            if (context.sessionContext() instanceof OpenSslServerSessionContext sessions) {
                sessions.setSessionIdContext(digest(listener));
                sessions.setSessionCacheEnabled(false);
                sessions.setTicketKeys();
            }
            return new ServerContext(context);
        } catch (SSLException e) {
            throw new TlsConfigurationException(
                    "listener " + listener + ": " + TlsFailures.describe(e), e);
        } finally {
            credentials.forEach(ReferenceCountUtil::release);
        }
    }

    /**
     * With several certificates, BoringSSL itself chooses the first whose key the client can
     * verify.
     */
    private static List<OpenSslCredential> credentials(
            TlsProvider provider, List<KeyAndChain> certificates) {
        List<OpenSslCredential> credentials = new ArrayList<>();
        if (provider == TlsProvider.BORINGSSL
                && certificates.size() > 1
                && OpenSslCredential.isAvailable()) {
            for (KeyAndChain certificate : certificates) {
                credentials.add(
                        OpenSslCredentialBuilder.forX509(
                                        certificate.key(), certificate.chainArray())
                                .build());
            }
        }
        return credentials;
    }

    SslHandler newHandler(ByteBufAllocator allocator) {
        SslHandler handler = context.newHandler(allocator);
        // One timer of the worker's bounds all from accept to here.
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    /** Gives it up; it is freed when its last connection has ended. */
    void release() {
        ReferenceCountUtil.release(context);
    }

    private static byte[] digest(ListenerId listener) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(listener.toString().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
