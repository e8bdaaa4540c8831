package dev.maneki.proxy.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Judges clients' certificates: refuses what the trust anchors do not vouch for, or lets everything
 * pass and leaves it to {@link #vouchesFor} to tell afterwards (GEP-91, {@code
 * AllowInsecureFallback}).
 *
 * <p>A resumed session brings its certificate along and is judged again, so that one which has
 * expired meanwhile does not pass.
 */
final class ClientTrust extends X509ExtendedTrustManager
        implements ResumableX509ExtendedTrustManager {
    private static final X509Certificate[] NONE = {};

    private final @Nullable X509ExtendedTrustManager anchors;
    private final boolean lenient;

    private ClientTrust(@Nullable X509ExtendedTrustManager anchors, boolean lenient) {
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
            judge(chain);
            return true;
        } catch (CertificateException e) {
            return false;
        }
    }

    private void judge(X509Certificate[] chain) throws CertificateException {
        if (anchors == null) {
            throw new CertificateException("no client certificate was asked for");
        }
        if (chain.length == 0) {
            throw new CertificateException("the client has shown no certificate");
        }
        // The key exchange, which the JDK wants named, has no bearing on a client's certificate.
        anchors.checkClientTrusted(chain, "UNKNOWN");
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (!lenient) {
            judge(chain);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    @Override
    public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine)
            throws CertificateException {
        throw notForServers();
    }

    private static CertificateException notForServers() {
        return new CertificateException("these trust anchors are for clients");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return anchors == null ? NONE : anchors.getAcceptedIssuers();
    }
}
