package dev.maneki.proxy.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * The names that a certificate is for: its subject alternative names (RFC 5280 section 4.2.1.6).
 */
final class SubjectNames {
    private static final int DNS_NAME = 2;
    private static final int URI = 6;

    private SubjectNames() {}

    /**
     * In lower case. The subject's common name is not one of them: RFC 9525 section 2 does away
     * with it.
     */
    static List<String> dnsNames(X509Certificate certificate) {
        return names(certificate, DNS_NAME).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .toList();
    }

    static List<String> uris(X509Certificate certificate) {
        return names(certificate, URI);
    }

    /**
     * Whether the name in a certificate stands for {@code host} (RFC 9525 section 6.3): a wildcard
     * is its whole first label, and stands for exactly one. Both in lower case.
     */
    static boolean matches(String presented, String host) {
        if (!presented.startsWith("*.")) {
            return presented.equals(host);
        }
        int dot = host.indexOf('.');
        return dot > 0 && host.substring(dot).equals(presented.substring(1));
    }

    private static List<String> names(X509Certificate certificate, int type) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            List<String> names = new ArrayList<>();
            if (all != null) {
                for (List<?> name : all) {
                    if (name.get(0).equals(type) && name.get(1) instanceof String text) {
                        names.add(text);
                    }
                }
            }
            return names;
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }
}
