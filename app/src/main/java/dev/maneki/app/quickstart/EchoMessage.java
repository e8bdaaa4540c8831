package dev.maneki.app.quickstart;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The messages of {@code echo.proto} as bytes: two fields of text, small enough that a protobuf
 * library would be the larger thing to understand.
 *
 * <p>A gRPC message is a flag byte, four bytes of length, and the protobuf bytes.
 */
final class EchoMessage {
    private static final int PREFIX = 5;
    private static final int TEXT_TAG = 1 << 3 | 2;
    private static final int BACKEND_TAG = 2 << 3 | 2;

    private EchoMessage() {}

    /** {@code SayRequest{text}}, framed. */
    static byte[] request(String text) {
        return framed(field(TEXT_TAG, text));
    }

    /** {@code SayReply{text, backend}} to a framed request: field 1 is the same in both. */
    static byte[] reply(byte[] framedRequest, String backend) {
        byte[] text =
                framedRequest.length <= PREFIX
                        ? new byte[0]
                        : Arrays.copyOfRange(framedRequest, PREFIX, framedRequest.length);
        ByteArrayOutputStream message = new ByteArrayOutputStream();
        message.writeBytes(text);
        message.writeBytes(field(BACKEND_TAG, backend));
        return framed(message.toByteArray());
    }

    private static byte[] field(int tag, String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 127) {
            throw new IllegalArgumentException("longer than 127 bytes");
        }
        ByteArrayOutputStream field = new ByteArrayOutputStream();
        field.write(tag);
        field.write(bytes.length);
        field.writeBytes(bytes);
        return field.toByteArray();
    }

    private static byte[] framed(byte[] message) {
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.write(0);
        for (int shift = 24; shift >= 0; shift -= 8) {
            frame.write(message.length >>> shift);
        }
        frame.writeBytes(message);
        return frame.toByteArray();
    }
}
