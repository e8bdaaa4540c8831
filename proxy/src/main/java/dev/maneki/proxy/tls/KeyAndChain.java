package dev.maneki.proxy.tls;

import dev.maneki.routing.model.Certificate;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * A certificate with its key, read and found to fit.
 *
 * @param key the private key
 * @param chain the certificate, then its issuers
 * @param names the DNS names it is for, in lower case; a wildcard with its {@code *.}
 */
record KeyAndChain(PrivateKey key, List<X509Certificate> chain, List<String> names) {
    private static final byte[] PROOF = {'m', 'a', 'n', 'e', 'k', 'i'};

    /**
     * Reads it.
     *
     * @throws TlsConfigurationException naming the source, if it cannot be used
     */
    static KeyAndChain of(Certificate certificate) {
        try {
            List<X509Certificate> chain = Pem.certificates(certificate.chainPem());
            PrivateKey key = Pem.privateKey(certificate.keyPem());
            if (!fits(key, chain.getFirst().getPublicKey())) {
                throw new TlsConfigurationException(
                        "the private key does not belong to the certificate");
            }
            return new KeyAndChain(key, chain, SubjectNames.dnsNames(chain.getFirst()));
        } catch (TlsConfigurationException e) {
            throw new TlsConfigurationException(
                    "certificate " + certificate.source() + ": " + e.getMessage(), e);
        }
    }

    /** {@code RSA}, {@code EC}, {@code EdDSA}: as TLS implementations name key types. */
    String keyType() {
        return key.getAlgorithm();
    }

    X509Certificate[] chainArray() {
        return chain.toArray(X509Certificate[]::new);
    }

    private static boolean fits(PrivateKey key, PublicKey publicKey) {
        if (!key.getAlgorithm().equals(publicKey.getAlgorithm())) {
            return false;
        }
        String algorithm =
                switch (key.getAlgorithm()) {
                    case "RSA" -> "SHA256withRSA";
                    case "EC" -> "SHA256withECDSA";
                    case "EdDSA" -> "EdDSA";
                    default -> "";
                };
        if (algorithm.isEmpty()) {
            return true;
        }
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROOF);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROOF);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
