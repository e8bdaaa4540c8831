package dev.maneki.proxy.tls;

import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Reads certificates and private keys from PEM text (RFC 7468). */
final class Pem {
    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /** What stands between a pair of BEGIN and END lines. */
    private record Block(String label, byte[] content) {}

    private Pem() {}

    /**
     * The certificates in {@code pem}, in order.
     *
     * @throws TlsConfigurationException if there is none, or one is broken
     */
    static List<X509Certificate> certificates(String pem) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            List<X509Certificate> certificates = new ArrayList<>();
            for (Block block : blocks(pem)) {
                if (block.label.equals("CERTIFICATE") || block.label.equals("X509 CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate)
                                    factory.generateCertificate(
                                            new ByteArrayInputStream(block.content)));
                }
            }
            if (certificates.isEmpty()) {
                throw new TlsConfigurationException(
                        "no certificate: PEM with a \"" + BEGIN + "CERTIFICATE-----\" is expected");
            }
            return certificates;
        } catch (CertificateException e) {
            throw new TlsConfigurationException(
                    "a certificate cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The first private key in {@code pem}: PKCS#8, PKCS#1 (RSA) or SEC1 (EC), not encrypted.
     *
     * @throws TlsConfigurationException if there is none, or it is broken
     */
    static PrivateKey privateKey(String pem) {
        for (Block block : blocks(pem)) {
            switch (block.label) {
                case "PRIVATE KEY" -> {
                    return PrivateKeys.pkcs8(block.content);
                }
                case "RSA PRIVATE KEY" -> {
                    return PrivateKeys.pkcs1(block.content);
                }
                case "EC PRIVATE KEY" -> {
                    return PrivateKeys.sec1(block.content);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                        throw new TlsConfigurationException(
                                "the private key is encrypted; decrypt it first: openssl pkey -in"
                                        + " encrypted.pem -out key.pem");
                default -> {
                    // EC PARAMETERS, or a certificate in front of the key.
                }
            }
        }
        throw new TlsConfigurationException(
                "no private key: PEM with a \"" + BEGIN + "PRIVATE KEY-----\" is expected");
    }

    private static List<Block> blocks(String pem) {
        List<Block> blocks = new ArrayList<>();
        int at = 0;
        while ((at = pem.indexOf(BEGIN, at)) >= 0) {
            int labelEnd = pem.indexOf(DASHES, at + BEGIN.length());
            if (labelEnd < 0) {
                throw new TlsConfigurationException("a PEM block's BEGIN line is cut");
            }
            String label = pem.substring(at + BEGIN.length(), labelEnd);
            int contentStart = labelEnd + DASHES.length();
            int contentEnd = pem.indexOf(END + label + DASHES, contentStart);
            if (contentEnd < 0) {
                throw new TlsConfigurationException(
                        "PEM block \"" + printable(label) + "\" has no END line");
            }
            String content = pem.substring(contentStart, contentEnd);
            if (content.contains("Proc-Type:")) {
                throw new TlsConfigurationException(
                        "the private key is encrypted; decrypt it first: openssl pkey -in"
                                + " encrypted.pem -out key.pem");
            }
            try {
                blocks.add(new Block(label, Base64.getMimeDecoder().decode(content)));
            } catch (IllegalArgumentException e) {
                throw new TlsConfigurationException(
                        "PEM block \"" + printable(label) + "\" is not base64", e);
            }
            at = contentEnd;
        }
        return blocks;
    }

    private static String printable(String label) {
        String cut = label.length() > 40 ? label.substring(0, 40) : label;
        return cut.replaceAll("[^ -~]", "?");
    }
}
