package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.Payload;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * A call in a URL's query: "Query-Get".
 *
 * <p>Parameters come in any order, and others between them. Where one comes twice, the first
 * stands.
 *
 * @param version of the protocol, as {@code v1}; null if it is not said
 * @param encoding the codec's name; null if it is missing
 * @param compression of the message; null if it is not said
 * @param message the message; null if it is missing
 */
record GetRequest(
        @Nullable String version,
        @Nullable String encoding,
        @Nullable String compression,
        byte @Nullable [] message) {

    /**
     * Reads a query, percent-encoded.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if what is needed of it is malformed
     */
    static GetRequest parse(String query) {
        @Nullable String version = null;
        @Nullable String encoding = null;
        @Nullable String compression = null;
        @Nullable String base64 = null;
        int messageFrom = -1;
        int messageEnd = -1;
        int at = 0;
        while (at < query.length()) {
            int ampersand = query.indexOf('&', at);
            int end = ampersand < 0 ? query.length() : ampersand;
            int equals = query.indexOf('=', at);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            int from = Math.min(nameEnd + 1, end);
            switch (name(query, at, nameEnd)) {
                case "connect" -> version = first(version, query, from, end);
                case "encoding" -> encoding = first(encoding, query, from, end);
                case "compression" -> compression = first(compression, query, from, end);
                case "base64" -> base64 = first(base64, query, from, end);
                case "message" -> {
                    if (messageFrom < 0) {
                        messageFrom = from;
                        messageEnd = end;
                    }
                }
                default -> {} // unknown parameters are allowed
            }
            at = end + 1;
        }
        byte @Nullable [] message =
                messageFrom < 0
                        ? null
                        : message(query, messageFrom, messageEnd, "1".equals(base64));
        return new GetRequest(version, encoding, compression, message);
    }

    /** The message as a payload, with headroom. What is empty was never compressed. */
    Payload payload(boolean compressed) {
        byte[] bytes = message;
        return bytes == null || bytes.length == 0
                ? Payload.empty()
                : Payload.copyOf(bytes, compressed);
    }

    private static String name(String query, int from, int end) {
        // No name that matters has a character that needs an escape, or is longer than this.
        return end - from > 16 ? "" : query.substring(from, end);
    }

    private static String first(@Nullable String before, String query, int from, int end) {
        return before != null ? before : PercentDecoder.decodeText(query, from, end);
    }

    private static byte[] message(String query, int from, int end, boolean base64) {
        byte[] bytes = PercentDecoder.decode(query, from, end, !base64);
        if (!base64) {
            return bytes;
        }
        for (int i = 0; i < bytes.length; i++) {
            // The standard alphabet's to those of the URL-safe one (RFC 4648, section 5).
            bytes[i] = bytes[i] == '+' ? (byte) '-' : bytes[i] == '/' ? (byte) '_' : bytes[i];
        }
        try {
            return Base64.getUrlDecoder().decode(bytes); // padded or not
        } catch (IllegalArgumentException e) {
            throw new ConnectException(
                    Code.INVALID_ARGUMENT,
                    "the parameter \"message\" is not base64: " + e.getMessage());
        }
    }
}
