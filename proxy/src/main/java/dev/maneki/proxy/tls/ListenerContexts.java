package dev.maneki.proxy.tls;

import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One listener's TLS, made when the first client asks for it: thousands of listeners cost nothing
 * until they are used, and a certificate that cannot be read costs its own listener only.
 * Thread-safe.
 */
final class ListenerContexts {
    private static final System.Logger LOG = System.getLogger(ListenerContexts.class.getName());

    private final TlsProvider provider;
    private final ListenerId listener;
    private final ListenerTls tls;
    private final ClientAuth clientAuth;
    private final Map<List<KeyAndChain>, ServerContext> contexts = new HashMap<>();
    private @Nullable CertificateChoice certificates;
    private @Nullable ClientTrust clientTrust;
    private @Nullable TlsConfigurationException broken;
    private boolean closed;

    ListenerContexts(TlsProvider provider, ListenerId listener, ListenerTls tls) {
        this.provider = provider;
        this.listener = listener;
        this.tls = tls;
        this.clientAuth =
                tls.clientValidation()
                        .map(
                                validation ->
                                        validation.insecureFallback()
                                                ? ClientAuth.OPTIONAL
                                                : ClientAuth.REQUIRE)
                        .orElse(ClientAuth.NONE);
    }

    /** Whose TLS it is. */
    ListenerId listener() {
        return listener;
    }

    /** Whether it serves just this. */
    boolean serves(ListenerTls other) {
        return tls.equals(other);
    }

    /** How clients are asked for certificates, if they are. */
    Optional<ListenerTls.ClientValidation> validation() {
        return tls.clientValidation();
    }

    /** Whether clients are asked for certificates. */
    boolean asksForCertificates() {
        return clientAuth != ClientAuth.NONE;
    }

    /** Judges clients' certificates; only where they are asked for, after {@link #newHandler}. */
    synchronized ClientTrust clientTrust() {
        return clientTrust == null ? ClientTrust.nobody() : clientTrust;
    }

    /**
     * A handler for a connection to this listener; empty if it has been closed, since the listener
     * has changed: look it up again.
     *
     * @param serverName in lower case; empty if the client has sent none
     * @throws TlsConfigurationException if the certificates or trust anchors cannot be used
     */
    synchronized Optional<SslHandler> newHandler(ByteBufAllocator allocator, String serverName) {
        if (closed) {
            return Optional.empty();
        }
        if (broken != null) {
            throw broken;
        }
        try {
            List<KeyAndChain> chosen = certificates().choose(serverName);
            ServerContext context = contexts.get(chosen);
            if (context == null) {
                context =
                        ServerContext.of(
                                provider,
                                listener,
                                chosen,
                                tls.minimumVersion(),
                                clientAuth,
                                trust());
                contexts.put(chosen, context);
            }
            return Optional.of(context.newHandler(allocator));
        } catch (TlsConfigurationException e) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "listener {0} serves no TLS: {1}",
                    listener,
                    e.getMessage());
            broken = e;
            throw e;
        }
    }

    private CertificateChoice certificates() {
        CertificateChoice read = certificates;
        if (read == null) {
            read = new CertificateChoice(readable(tls.certificates()));
            certificates = read;
        }
        return read;
    }

    private List<KeyAndChain> readable(List<Certificate> all) {
        List<KeyAndChain> readable = new ArrayList<>();
        TlsConfigurationException first = null;
        for (Certificate certificate : all) {
            try {
                readable.add(KeyAndChain.of(certificate));
            } catch (TlsConfigurationException e) {
                first = first == null ? e : first;
            }
        }
        if (readable.isEmpty()) {
            throw first == null ? new TlsConfigurationException("it has no certificate") : first;
        }
        if (first != null) {
            LOG.log(
                    System.Logger.Level.ERROR,
                    "listener {0} goes without a certificate: {1}",
                    listener,
                    first.getMessage());
        }
        return readable;
    }

    private ClientTrust trust() {
        ClientTrust made = clientTrust;
        if (made == null) {
            made =
                    tls.clientValidation()
                            .map(
                                    validation ->
                                            ClientTrust.in(
                                                    TrustAnchors.of(
                                                            Pem.certificates(
                                                                    validation
                                                                            .caCertificatesPem())),
                                                    validation.insecureFallback()))
                            .orElseGet(ClientTrust::nobody);
            clientTrust = made;
        }
        return made;
    }

    /** Takes no more connections; those that run go on. */
    synchronized void close() {
        closed = true;
        contexts.values().forEach(ServerContext::release);
        contexts.clear();
    }
}
