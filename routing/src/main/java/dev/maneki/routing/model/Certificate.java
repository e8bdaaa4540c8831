package dev.maneki.routing.model;

/**
 * A certificate with its key, as PEM text.
 *
 * @param source where it comes from, {@code namespace/name} of the Secret, for messages
 * @param chainPem the certificate first, then its issuers
 * @param keyPem the private key, PKCS#8, PKCS#1 or SEC1
 */
public record Certificate(String source, String chainPem, String keyPem) {
    /** Only the source: the key must not reach a log. */
    @Override
    public String toString() {
        return "Certificate[" + source + "]";
    }
}
