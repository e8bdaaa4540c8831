package dev.maneki.connect.netty;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Certificates and private keys as text (RFC 7468). */
final class Pem {
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN (RSA |EC |)PRIVATE KEY-----([^-]+)-----END \\1PRIVATE KEY-----");

    /** {@code rsaEncryption} with null parameters. */
    private static final byte[] RSA = {
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

    /** {@code id-ecPublicKey}, to be followed by the curve. */
    private static final byte[] EC = {
        0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
    };

    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Pem() {}

    /** All certificates of a text, in order; at least one. */
    static X509Certificate[] certificates(String pem) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509")
                            .generateCertificates(
                                    new ByteArrayInputStream(
                                            pem.getBytes(StandardCharsets.US_ASCII)))) {
                chain.add((X509Certificate) certificate);
            }
            if (chain.isEmpty()) {
                throw new IllegalArgumentException(
                        "no certificate in the PEM text: it begins with -----BEGIN CERTIFICATE-----");
            }
            return chain.toArray(X509Certificate[]::new);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("a certificate cannot be read: " + e, e);
        }
    }

    /** The private key of a text: PKCS #8, PKCS #1 (RSA) or SEC 1 (EC), unencrypted. */
    static PrivateKey privateKey(String pem) {
        Matcher key = KEY.matcher(pem);
        if (!key.find()) {
            throw new IllegalArgumentException(
                    "no unencrypted private key in the PEM text: it begins with -----BEGIN PRIVATE"
                            + " KEY-----");
        }
        byte[] der = Base64.getMimeDecoder().decode(key.group(2));
        byte[] pkcs8 =
                switch (key.group(1)) {
                    case "RSA " -> sequence(VERSION_0, RSA, tagged(0x04, der));
                    case "EC " -> sequence(VERSION_0, sequence(EC, curve(der)), tagged(0x04, der));
                    default -> der;
                };
        GeneralSecurityException last = null;
        for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
            } catch (GeneralSecurityException e) {
                last = e;
            }
        }
        throw new IllegalArgumentException("the private key is of no known kind", last);
    }

    /** The curve's object identifier, which SEC 1 keeps under tag [0] behind the key's number. */
    private static byte[] curve(byte[] sec1) {
        int at = content(sec1, 0, 0x30);
        at = end(sec1, at, 0x02);
        at = end(sec1, at, 0x04);
        at = content(sec1, at, 0xa0);
        return Arrays.copyOfRange(sec1, at, end(sec1, at, 0x06));
    }

    private static int content(byte[] der, int at, int tag) {
        return measure(der, at, tag)[0];
    }

    private static int end(byte[] der, int at, int tag) {
        int[] place = measure(der, at, tag);
        return place[0] + place[1];
    }

    /** Where an element's content begins, and how long it is. */
    private static int[] measure(byte[] der, int at, int tag) {
        if (at + 2 > der.length || (der[at] & 0xff) != tag) {
            throw new IllegalArgumentException("the EC private key is not in SEC 1 form");
        }
        int length = der[at + 1] & 0xff;
        int start = at + 2;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes && start < der.length && bytes <= 2; i++) {
                length = length << 8 | der[start++] & 0xff;
            }
        }
        if (start + length > der.length) {
            throw new IllegalArgumentException("the EC private key is cut off");
        }
        return new int[] {start, length};
    }

    private static byte[] sequence(byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        return tagged(0x30, content.toByteArray());
    }

    private static byte[] tagged(int tag, byte[] content) {
        ByteArrayOutputStream element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            element.write(0x82);
            element.write(content.length >>> 8);
            element.write(content.length);
        }
        element.writeBytes(content);
        return element.toByteArray();
    }

    /** A text's certificates, or null where there is no text. */
    static X509Certificate @Nullable [] certificatesOrNull(@Nullable String pem) {
        return pem == null ? null : certificates(pem);
    }
}
