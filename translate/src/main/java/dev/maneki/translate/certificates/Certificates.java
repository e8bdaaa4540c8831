package dev.maneki.translate.certificates;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Checks certificates and keys before anything is built from them. */
public final class Certificates {
    private static final String TRUSTED_LABEL = "TRUSTED CERTIFICATE";

    private Certificates() {}

    /**
     * Why TLS cannot be spoken with this chain and key; empty if it can. Dates are not looked at:
     * an expired certificate is the client's to refuse.
     */
    public static String faultOfPair(String chainPem, String keyPem) {
        String part = "tls.crt: ";
        try {
            X509Certificate leaf = parse(chainPem).getFirst();
            part = "tls.key: ";
            PrivateKeys.checkBelongs(keyPem, leaf.getPublicKey());
            return "";
        } catch (MalformedPemException e) {
            return part + e.getMessage();
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
