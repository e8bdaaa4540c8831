package dev.maneki.routing.model;

import java.util.List;
import java.util.Optional;

/**
 * How a listener terminates TLS.
 *
 * @param certificates at least one; the first is the default, the others are chosen by the key type
 *     and the names
 * @param clientValidation whether and how client certificates are asked for
 * @param minimumVersion {@code TLSv1.2} or {@code TLSv1.3}
 */
public record ListenerTls(
        List<Certificate> certificates,
        Optional<ClientValidation> clientValidation,
        String minimumVersion) {
    /** Copies the list. */
    public ListenerTls {
        certificates = List.copyOf(certificates);
    }

    /**
     * Asks clients for certificates (GEP-91).
     *
     * @param caCertificatesPem the trust anchors, PEM, one or more certificates
     * @param insecureFallback serve also those who show none or an invalid one ({@code
     *     AllowInsecureFallback})
     */
    public record ClientValidation(String caCertificatesPem, boolean insecureFallback) {}
}
