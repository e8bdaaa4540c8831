package dev.maneki.conformance;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** Messages to and from the runner: each behind four bytes of length, the highest first. */
final class Frames {
    private final DataInputStream input;
    private final DataOutputStream output;

    Frames(InputStream input, OutputStream output) {
        this.input = new DataInputStream(input);
        this.output = new DataOutputStream(output);
    }

    /** The next message, or null at the end. One thread at a time. */
    <M extends Message> @Nullable M read(Parser<M> parser) throws IOException {
        int length;
        try {
            length = input.readInt();
        } catch (EOFException end) {
            return null;
        }
        byte[] bytes = new byte[length];
        input.readFully(bytes);
        try {
            return parser.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IOException("the runner sent what is no message of its protocol", e);
        }
    }

    /** Writes a message. Any thread. */
    synchronized void write(Message message) throws IOException {
        byte[] bytes = message.toByteArray();
        output.writeInt(bytes.length);
        output.write(bytes);
        output.flush();
    }
}
