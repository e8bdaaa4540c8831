package dev.maneki.translate.certificates;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Just enough DER (ITU-T X.690) to put a key of the older formats into PKCS#8. */
final class Der {
    private static final int INTEGER = 0x02;
    private static final int OCTET_STRING = 0x04;
    private static final int SEQUENCE = 0x30;

    private Der() {}

    /**
     * A PrivateKeyInfo (RFC 5208) around a key in PKCS#1 (RFC 8017 A.1.2) or SEC1 (RFC 5915).
     *
     * @param publicKeyInfo the certificate's SubjectPublicKeyInfo, whose AlgorithmIdentifier is
     *     taken: it names the curve, which SEC1 keys may leave out
     */
    static byte[] pkcs8(byte[] publicKeyInfo, byte[] key) throws MalformedPemException {
        byte[] algorithm = firstElement(content(publicKeyInfo));
        byte[] version = element(INTEGER, new byte[] {0});
        byte[] octets = element(OCTET_STRING, key);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(version);
        body.writeBytes(algorithm);
        body.writeBytes(octets);
        return element(SEQUENCE, body.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(content.length + 6);
        out.write(tag);
        int length = content.length;
        if (length < 0x80) {
            out.write(length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
            out.write(0x80 | bytes);
            for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
                out.write(length >>> shift);
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }

    /** The content of the element that the bytes are. */
    private static byte[] content(byte[] der) throws MalformedPemException {
        int header = headerLength(der);
        return Arrays.copyOfRange(der, header, header + contentLength(der));
    }

    /** The first element in the bytes, with its header. */
    private static byte[] firstElement(byte[] der) throws MalformedPemException {
        return Arrays.copyOf(der, headerLength(der) + contentLength(der));
    }

    private static int headerLength(byte[] der) throws MalformedPemException {
        if (der.length < 2) {
            throw new MalformedPemException("its DER is cut short");
        }
        int first = der[1] & 0xff;
        return first < 0x80 ? 2 : 2 + (first & 0x7f);
    }

    private static int contentLength(byte[] der) throws MalformedPemException {
        int header = headerLength(der);
        int length = 0;
        if (header == 2) {
            length = der[1] & 0xff;
        } else if (header > 2 + Integer.BYTES || header > der.length) {
            throw new MalformedPemException("its DER is cut short");
        } else {
            for (int i = 2; i < header; i++) {
                length = length << 8 | (der[i] & 0xff);
            }
        }
        if (length < 0 || length > der.length - header) {
            throw new MalformedPemException("its DER is cut short");
        }
        return length;
    }
}
