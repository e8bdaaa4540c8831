package dev.maneki.connect.protocol.grpc;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * How {@code grpc-message} carries Unicode: UTF-8, of which everything but printable ASCII, and the
 * percent sign, is written {@code %XX}.
 */
final class PercentEncoding {
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(ISO_8859_1);

    private PercentEncoding() {}

    /** Encodes; a text that needs nothing comes back as it is. */
    static String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!plain(text.charAt(i))) {
                return encodeBytes(text.getBytes(UTF_8));
            }
        }
        return text.startsWith(" ") || text.endsWith(" ")
                ? encodeBytes(text.getBytes(UTF_8))
                : text;
    }

    private static String encodeBytes(byte[] bytes) {
        byte[] encoded = new byte[3 * bytes.length];
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            // At its ends a field's value has no space (RFC 9110, section 5.5).
            boolean atEnd = b == ' ' && (i == 0 || i == bytes.length - 1);
            if (plain(b & 0xff) && !atEnd) {
                encoded[length++] = b;
            } else {
                encoded[length++] = '%';
                encoded[length++] = HEX[(b & 0xff) >>> 4];
                encoded[length++] = HEX[b & 0xf];
            }
        }
        return new String(encoded, 0, length, ISO_8859_1);
    }

    /**
     * Decodes. Never fails, as the protocol forbids it: a percent sign that begins no pair of
     * digits stays, and what is no UTF-8 becomes replacement characters.
     */
    static String decode(String encoded) {
        if (encoded.indexOf('%') < 0) {
            return encoded;
        }
        byte[] bytes = encoded.getBytes(UTF_8);
        int length = 0;
        for (int i = 0; i < bytes.length; i++) {
            byte b = bytes[i];
            if (b == '%' && i + 2 < bytes.length) {
                int high = Character.digit(bytes[i + 1], 16);
                int low = Character.digit(bytes[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    b = (byte) (high << 4 | low);
                    i += 2;
                }
            }
            bytes[length++] = b;
        }
        return new String(bytes, 0, length, UTF_8);
    }

    private static boolean plain(int c) {
        return c >= ' ' && c <= '~' && c != '%';
    }
}
