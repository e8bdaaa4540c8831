package dev.maneki.routing.model;

import java.util.List;
import java.util.Optional;

/**
 * TLS towards a backend (BackendTLSPolicy).
 *
 * @param hostname sent as SNI, and checked against the certificate unless {@code subjectAltNames}
 *     says otherwise
 * @param caCertificatesPem the trust anchors as PEM; absent for the system's
 * @param subjectAltNames if not empty, one of them must stand in the certificate, instead of the
 *     host name
 * @param clientCertificate what the gateway shows of itself
 */
public record BackendTls(
        String hostname,
        Optional<String> caCertificatesPem,
        List<SubjectAltName> subjectAltNames,
        Optional<Certificate> clientCertificate) {
    /** Copies the list. */
    public BackendTls {
        subjectAltNames = List.copyOf(subjectAltNames);
    }

    /** A subject alternative name (RFC 5280 section 4.2.1.6). */
    public sealed interface SubjectAltName {
        /** A DNS name, which may have a wildcard as its first label. */
        record Dns(String name) implements SubjectAltName {}

        /** A URI, compared exactly. */
        record Uri(String uri) implements SubjectAltName {}
    }
}
