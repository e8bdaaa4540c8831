package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.Payload;
import java.nio.ByteBuffer;
import java.util.Base64;

/**
 * Takes base64 out of a gRPC-Web text body that comes in pieces.
 *
 * <p>A peer may pad wherever it flushes, so the body is a row of padded chunks rather than one
 * base64 text: what decides is the group of four characters. Not thread-safe. Source: {@code
 * PROTOCOL-WEB.md}, "Text-encoded (response) streams".
 */
final class WebText {
    private static final int PADDING = 64;
    private static final byte[] DIGITS = new byte[256];

    static {
        java.util.Arrays.fill(DIGITS, (byte) -1);
        for (int i = 0; i < 26; i++) {
            DIGITS['A' + i] = (byte) i;
            DIGITS['a' + i] = (byte) (26 + i);
        }
        for (int i = 0; i < 10; i++) {
            DIGITS['0' + i] = (byte) (52 + i);
        }
        DIGITS['+'] = 62;
        DIGITS['/'] = 63;
        DIGITS['='] = PADDING;
    }

    private int group;
    private int characters;
    private int padding;

    /**
     * Decodes what a buffer adds.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if it is not base64
     */
    ByteBuffer decode(ByteBuffer text) {
        byte[] decoded = new byte[(text.remaining() / 4 + 1) * 3];
        int length = 0;
        while (text.hasRemaining()) {
            int digit = DIGITS[text.get() & 0xff];
            if (digit < 0 || padding > 0 && digit != PADDING) {
                throw malformed("a character that is not of base64");
            }
            if (digit == PADDING) {
                if (characters < 2) {
                    throw malformed("padding in the wrong place");
                }
                padding++;
                digit = 0;
            }
            group = group << 6 | digit;
            if (++characters == 4) {
                decoded[length++] = (byte) (group >>> 16);
                if (padding < 2) {
                    decoded[length++] = (byte) (group >>> 8);
                }
                if (padding < 1) {
                    decoded[length++] = (byte) group;
                }
                group = 0;
                characters = 0;
                padding = 0;
            }
        }
        return ByteBuffer.wrap(decoded, 0, length);
    }

    /**
     * Says that the body is over.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} within a group
     */
    void end() {
        if (characters != 0) {
            throw malformed("an end within a group of four characters");
        }
    }

    /** Encodes an envelope, its prefix in the payload's headroom, as one padded chunk. */
    static byte[] encode(Payload enveloped) {
        ByteBuffer whole =
                ByteBuffer.wrap(
                        enveloped.array(),
                        enveloped.offset() - Payload.HEADROOM,
                        enveloped.length() + Payload.HEADROOM);
        return Base64.getEncoder().encode(whole).array();
    }

    private static ConnectException malformed(String what) {
        return new ConnectException(Code.INVALID_ARGUMENT, "the text body has " + what);
    }
}
