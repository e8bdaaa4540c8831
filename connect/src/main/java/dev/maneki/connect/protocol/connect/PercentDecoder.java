package dev.maneki.connect.protocol.connect;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import java.util.Arrays;
import java.util.HexFormat;

/** Percent-encoding in a query's values (RFC 3986, section 2.1). */
final class PercentDecoder {
    private PercentDecoder() {}

    /**
     * The bytes behind a part of a query.
     *
     * @param plusIsSpace as in HTML's forms, which many encoders follow
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if an escape is incomplete
     */
    static byte[] decode(String text, int from, int end, boolean plusIsSpace) {
        byte[] bytes = new byte[end - from];
        int length = 0;
        for (int at = from; at < end; at++) {
            char c = text.charAt(at);
            if (c == '%') {
                if (at + 2 >= end
                        || !HexFormat.isHexDigit(text.charAt(at + 1))
                        || !HexFormat.isHexDigit(text.charAt(at + 2))) {
                    throw malformed("has a percent sign without two hexadecimal digits after it");
                }
                bytes[length++] = (byte) HexFormat.fromHexDigits(text, at + 1, at + 3);
                at += 2;
            } else if (c == '+' && plusIsSpace) {
                bytes[length++] = ' ';
            } else if (c > 0xff) {
                throw malformed("has characters that are not percent-encoded");
            } else {
                bytes[length++] = (byte) c;
            }
        }
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** The text behind a part of a query; what is not UTF-8 in it becomes U+FFFD. */
    static String decodeText(String text, int from, int end) {
        for (int i = from; i < end; i++) {
            char c = text.charAt(i);
            if (c == '%' || c == '+' || c > '~') {
                return new String(decode(text, from, end, true), UTF_8);
            }
        }
        return text.substring(from, end);
    }

    private static ConnectException malformed(String what) {
        return new ConnectException(Code.INVALID_ARGUMENT, "the query " + what);
    }
}
