package dev.maneki.proxy.tls;

import dev.maneki.routing.model.BackendTls;
import dev.maneki.routing.model.BackendTls.SubjectAltName;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges a backend's certificate as its BackendTLSPolicy (GEP-1897) says: vouched for by the trust
 * anchors, and for the host name, or for one of the subject alternative names where those are given
 * instead. The subject's common name counts for nothing (RFC 9525 section 2).
 */
final class BackendTrust extends CertificateJudge {
    private final X509ExtendedTrustManager anchors;
    private final String hostname;
    private final List<SubjectAltName> alternatives;

    BackendTrust(X509ExtendedTrustManager anchors, BackendTls tls) {
        super(true);
        this.anchors = anchors;
        this.hostname = tls.hostname().toLowerCase(Locale.ROOT);
        this.alternatives = tls.subjectAltNames();
    }

    @Override
    void judge(X509Certificate[] chain, String authType) throws CertificateException {
        anchors.checkServerTrusted(chain, authType);
        X509Certificate certificate = chain[0];
        if (alternatives.isEmpty()) {
            if (!isFor(certificate, hostname)) {
                throw new CertificateException(
                        "the certificate is not for "
                                + hostname
                                + ", but for "
                                + SubjectNames.dnsNames(certificate));
            }
            return;
        }
        for (SubjectAltName alternative : alternatives) {
            if (has(certificate, alternative)) {
                return;
            }
        }
        throw new CertificateException(
                "the certificate has none of the subject alternative names asked for, but "
                        + SubjectNames.dnsNames(certificate)
                        + SubjectNames.uris(certificate));
    }

    private static boolean has(X509Certificate certificate, SubjectAltName alternative) {
        return switch (alternative) {
            case SubjectAltName.Dns dns -> {
                String name = dns.name().toLowerCase(Locale.ROOT);
                yield isFor(certificate, name)
                        || SubjectNames.dnsNames(certificate).stream()
                                .anyMatch(presented -> SubjectNames.matches(name, presented));
            }
            case SubjectAltName.Uri uri -> SubjectNames.uris(certificate).contains(uri.uri());
        };
    }

    private static boolean isFor(X509Certificate certificate, String host) {
        return SubjectNames.dnsNames(certificate).stream()
                .anyMatch(presented -> SubjectNames.matches(presented, host));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        // Servers never ask for it, and copying a system's roots into each context costs memory.
        return new X509Certificate[0];
    }
}
