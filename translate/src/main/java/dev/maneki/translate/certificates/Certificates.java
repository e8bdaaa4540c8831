package dev.maneki.translate.certificates;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Checks certificates and keys before anything is built from them. */
public final class Certificates {
    private static final String TRUSTED_LABEL = "TRUSTED CERTIFICATE";

    private Certificates() {}

    /**
     * What is wrong with a chain and its key.
     *
     * @param ofKey whether it is the key's fault
     * @param message for a person; never a part of the key
     */
    public record PairFault(boolean ofKey, String message) {}

    /**
     * Why TLS cannot be spoken with this chain and key; empty if it can. Dates are not looked at:
     * an expired certificate is the client's to refuse.
     */
    public static Optional<PairFault> faultOfPair(String chainPem, String keyPem) {
        boolean ofKey = false;
        try {
            X509Certificate leaf = parse(chainPem).getFirst();
            ofKey = true;
            PrivateKeys.checkBelongs(keyPem, leaf.getPublicKey());
            return Optional.empty();
        } catch (MalformedPemException e) {
            return Optional.of(new PairFault(ofKey, String.valueOf(e.getMessage())));
        }
    }

    /**
     * Why this is no bundle of trust anchors; empty if it is one.
     *
     * @param pem one certificate or more
     */
    public static String faultOfAnchors(String pem) {
        try {
            parse(pem);
            return "";
        } catch (MalformedPemException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** All certificates in the text, at least one. */
    private static List<X509Certificate> parse(String pem) throws MalformedPemException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : Pem.blocks(pem)) {
            if (block.label().equals(TRUSTED_LABEL)) {
                throw new MalformedPemException(
                        "it is OpenSSL's TRUSTED CERTIFICATE; give it as CERTIFICATE");
            }
            if (block.label().equals("CERTIFICATE") || block.label().equals("X509 CERTIFICATE")) {
                certificates.add(parse(block.der()));
            }
        }
        if (certificates.isEmpty()) {
            throw new MalformedPemException("there is no CERTIFICATE in it");
        }
        return certificates;
    }

    private static X509Certificate parse(byte[] der) throws MalformedPemException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new MalformedPemException("a CERTIFICATE in it is malformed");
        }
    }
}
