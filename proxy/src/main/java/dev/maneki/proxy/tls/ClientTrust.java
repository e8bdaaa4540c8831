package dev.maneki.proxy.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges clients' certificates: refuses what the trust anchors do not vouch for, or lets everything
 * pass and leaves it to {@link #vouchesFor} to tell afterwards (GEP-91, {@code
 * AllowInsecureFallback}).
 */
final class ClientTrust extends CertificateJudge {
    private static final X509Certificate[] NONE = {};

    private final @Nullable X509ExtendedTrustManager anchors;
    private final boolean lenient;

    private ClientTrust(@Nullable X509ExtendedTrustManager anchors, boolean lenient) {
        super(false);
        this.anchors = anchors;
        this.lenient = lenient;
    }

    /** For listeners that ask for no certificate: knows no anchors, trusts none. */
    static ClientTrust nobody() {
        return new ClientTrust(null, false);
    }

    static ClientTrust in(X509ExtendedTrustManager anchors, boolean lenient) {
        return new ClientTrust(anchors, lenient);
    }

    /** Whether the trust anchors vouch for the chain now. */
    boolean vouchesFor(X509Certificate[] chain) {
        try {
            ask(chain);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private void ask(X509Certificate[] chain) throws CertificateException {
        if (anchors == null) {
            throw new CertificateException("no client certificate was asked for");
        }
        if (chain.length == 0) {
            throw new CertificateException("the client has shown no certificate");
        }
        // The key exchange, which the JDK wants named, has no bearing on a client's certificate.
        anchors.checkClientTrusted(chain, "UNKNOWN");
    }

    @Override
    void judge(X509Certificate[] chain, String authType) throws CertificateException {
        if (!lenient) {
            ask(chain);
        }
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchors == null ? NONE : anchors.getAcceptedIssuers();
    }
}
