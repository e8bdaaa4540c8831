package dev.maneki.conformance;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/** The suite's certificates and keys, as containers and the JDK want them. */
final class KeyStores {
    /** Of all that is made here. */
    static final String PASSWORD = "unused";

    /** Version 0, and rsaEncryption without parameters (RFC 5208, section 5; RFC 8017, A.1). */
    private static final byte[] RSA_INFO = {
        0x02,
        0x01,
        0x00,
        0x30,
        0x0d,
        0x06,
        0x09,
        0x2a,
        (byte) 0x86,
        0x48,
        (byte) 0x86,
        (byte) 0xf7,
        0x0d,
        0x01,
        0x01,
        0x01,
        0x05,
        0x00
    };

    private KeyStores() {}

    /** Of a certificate with its key, both PEM; the suite's keys are RSA in PKCS #1. */
    static KeyStore identity(String certificates, String key) {
        try {
            KeyStore store = empty();
            store.setKeyEntry(
                    "identity", key(key), PASSWORD.toCharArray(), certificates(certificates));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("these are no certificate and key", e);
        }
    }

    /** Of certificates that are trusted, PEM. */
    static KeyStore trust(String certificates) {
        try {
            KeyStore store = empty();
            int count = 0;
            for (Certificate certificate : certificates(certificates)) {
                store.setCertificateEntry("trusted-" + count++, certificate);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("these are no certificates", e);
        }
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Certificate[] certificates(String pem) throws GeneralSecurityException {
        return CertificateFactory.getInstance("X.509")
                .generateCertificates(
                        new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
                .toArray(Certificate[]::new);
    }

    private static PrivateKey key(String pem) throws GeneralSecurityException {
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]*-----", ""));
        byte[] encoded = pem.contains("RSA PRIVATE KEY") ? pkcs8(der) : der;
        return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }

    private static byte[] pkcs8(byte[] pkcs1) {
        ByteArrayOutputStream info = new ByteArrayOutputStream();
        info.writeBytes(RSA_INFO);
        info.writeBytes(element(0x04, pkcs1));
        return element(0x30, info.toByteArray());
    }

    /** A tag, a length in two bytes, and the content. */
    private static byte[] element(int tag, byte[] content) {
        byte[] whole = new byte[content.length + 4];
        whole[0] = (byte) tag;
        whole[1] = (byte) 0x82;
        whole[2] = (byte) (content.length >> 8);
        whole[3] = (byte) content.length;
        System.arraycopy(content, 0, whole, 4, content.length);
        return whole;
    }
}
