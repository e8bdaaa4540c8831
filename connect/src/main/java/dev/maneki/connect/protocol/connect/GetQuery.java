package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.maneki.connect.protocol.Payload;
import java.nio.ByteBuffer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Makes a query of a message: "Query-Get". Parameters are in the order that caches hope for, and
 * the message is escaped, or in base64 where it need not be text.
 */
final class GetQuery {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private GetQuery() {}

    /**
     * The query, without a question mark; null if it would be longer than allowed.
     *
     * @param compression of the message, if it is compressed
     */
    static @Nullable String of(String codec, String compression, Payload message, int maxLength) {
        // Neither form is shorter than this, so what is long is not written first.
        if (message.length() > maxLength) {
            return null;
        }
        boolean binary = message.compressed() || !codec.equals("json");
        StringBuilder query = new StringBuilder(64 + 2 * message.length());
        query.append("connect=v1");
        if (binary) {
            query.append("&base64=1");
        }
        if (message.compressed()) {
            query.append("&compression=");
            escape(query, compression.getBytes(ISO_8859_1), 0, compression.length());
        }
        query.append("&encoding=");
        escape(query, codec.getBytes(ISO_8859_1), 0, codec.length());
        query.append("&message=");
        if (binary) {
            ByteBuffer bytes = ByteBuffer.wrap(message.array(), message.offset(), message.length());
            query.append(ISO_8859_1.decode(BASE64.encode(bytes)));
        } else {
            escape(query, message.array(), message.offset(), message.length());
        }
        return query.length() > maxLength ? null : query.toString();
    }

    /** All but what RFC 3986, section 2.3, calls unreserved. */
    private static void escape(StringBuilder query, byte[] bytes, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            int c = bytes[i] & 0xff;
            boolean unreserved =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || c == '-'
                            || c == '.'
                            || c == '_'
                            || c == '~';
            if (unreserved) {
                query.append((char) c);
            } else {
                query.append('%').append(HEX[c >> 4]).append(HEX[c & 0xf]);
            }
        }
    }
}
