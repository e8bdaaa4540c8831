package dev.maneki.proxy.http2;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.SplittableRandom;

/**
 * What a WebSocket handshake has in HTTP/1.1 and not in HTTP/2 (RFC 8441 section 5): {@code
 * Sec-WebSocket-Key} and {@code Sec-WebSocket-Accept}, to be made up between the two.
 */
final class WebSocketKeys {
    /** RFC 6455 section 1.3. */
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private WebSocketKeys() {}

    /**
     * A new key; it only proves that the peer understands WebSocket, so chance need not be strong.
     */
    static String newKey(SplittableRandom random) {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    /** The answer to a key. */
    static String accept(String key) {
        try {
            byte[] text = (key + GUID).getBytes(StandardCharsets.US_ASCII);
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-1").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-1", e);
        }
    }
}
