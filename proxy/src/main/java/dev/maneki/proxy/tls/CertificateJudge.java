package dev.maneki.proxy.tls;

import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges certificates of one side: whichever of the many ways the TLS provider asks by, the verdict
 * is the same. A resumed session brings its certificate along and is judged again, so that one
 * which has expired meanwhile does not pass. Thread-safe, as its subclasses must be.
 */
abstract class CertificateJudge extends X509ExtendedTrustManager
        implements ResumableX509ExtendedTrustManager {
    /** What is asked for when there is no key exchange to name. */
    private static final String UNKNOWN = "UNKNOWN";

    private final boolean ofServers;

    /**
     * @param ofServers whether the certificates are those of servers, not of clients
     */
    CertificateJudge(boolean ofServers) {
        this.ofServers = ofServers;
    }

    /**
     * Judges a chain, which may be empty.
     *
     * @param authType the key exchange
     * @throws CertificateException if it does not pass
     */
    abstract void judge(X509Certificate[] chain, String authType) throws CertificateException;

    private void judge(boolean server, X509Certificate[] chain, String authType)
            throws CertificateException {
        if (server != ofServers) {
            throw new CertificateException(
                    "these trust anchors are for " + (ofServers ? "backends" : "clients"));
        }
        judge(chain, authType);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        judge(true, chain, authType);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(true, chain, authType);
    }

    @Override
    public final void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(true, chain, authType);
    }

    @Override
    public final void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine)
            throws CertificateException {
        judge(true, chain, UNKNOWN);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        judge(false, chain, authType);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        judge(false, chain, authType);
    }

    @Override
    public final void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        judge(false, chain, authType);
    }

    @Override
    public final void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine)
            throws CertificateException {
        judge(false, chain, UNKNOWN);
    }
}
