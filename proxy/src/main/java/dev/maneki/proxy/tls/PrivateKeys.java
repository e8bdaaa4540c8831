package dev.maneki.proxy.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;

/**
 * Makes private keys of their DER encodings. The JDK reads PKCS#8 (RFC 5958) only, so the older
 * forms are put into that envelope.
 */
final class PrivateKeys {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0;

    private static final byte[] VERSION_0 = {INTEGER, 1, 0};

    /** AlgorithmIdentifier of rsaEncryption (RFC 8017 appendix A.1), with its NULL parameters. */
    private static final byte[] RSA = {
        SEQUENCE, 13, 6, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 13, 1, 1, 1, 5, 0
    };

    /** The object identifier id-ecPublicKey (RFC 5480 section 2.1.1). */
    private static final byte[] EC = {6, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

    private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private PrivateKeys() {}

    static PrivateKey pkcs8(byte[] der) {
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(der));
            } catch (GeneralSecurityException e) {
                // Not of this algorithm: the next may read it.
            }
        }
        throw new TlsConfigurationException(
                "the private key is broken, or none of " + String.join(", ", ALGORITHMS));
    }

    /** An RSAPrivateKey (RFC 8017 appendix A.1.2). */
    static PrivateKey pkcs1(byte[] der) {
        return pkcs8(element(SEQUENCE, VERSION_0, RSA, element(OCTET_STRING, der)));
    }

    /** An ECPrivateKey (RFC 5915), which names its curve itself. */
    static PrivateKey sec1(byte[] der) {
        byte[] curve = curve(der);
        return pkcs8(
                element(
                        SEQUENCE,
                        VERSION_0,
                        element(SEQUENCE, EC, curve),
                        element(OCTET_STRING, der)));
    }

    /**
     * ECPrivateKey ::= SEQUENCE { version, privateKey OCTET STRING, parameters [0] OPTIONAL,
     * publicKey [1] OPTIONAL }; the content of {@code parameters}.
     */
    private static byte[] curve(byte[] der) {
        try {
            int at = contentStart(der, 0);
            at = skip(der, at);
            at = skip(der, at);
            if ((der[at] & 0xFF) != PARAMETERS) {
                throw new TlsConfigurationException(
                        "the EC private key does not name its curve; convert it: openssl pkey -in"
                                + " old.pem -out key.pem");
            }
            int end = skip(der, at);
            int start = contentStart(der, at);
            byte[] content = new byte[end - start];
            System.arraycopy(der, start, content, 0, content.length);
            return content;
        } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
            throw new TlsConfigurationException("the EC private key is cut short", e);
        }
    }

    /** Where the content of the element at {@code at} begins. */
    private static int contentStart(byte[] der, int at) {
        int length = der[at + 1] & 0xFF;
        return at + 2 + (length < 0x80 ? 0 : length & 0x7F);
    }

    /** Where the element at {@code at} ends. */
    private static int skip(byte[] der, int at) {
        int start = contentStart(der, at);
        int length = der[at + 1] & 0xFF;
        if (length >= 0x80) {
            length = 0;
            for (int i = at + 2; i < start; i++) {
                length = (length << 8) | (der[i] & 0xFF);
            }
        }
        int end = start + length;
        if (length < 0 || end < start || end > der.length) {
            throw new IndexOutOfBoundsException("length " + length + " at " + at);
        }
        return end;
    }

    private static byte[] element(int tag, byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (32 - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                out.write(length >>> (8 * i));
            }
        }
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}
