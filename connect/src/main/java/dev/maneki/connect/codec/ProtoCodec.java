package dev.maneki.connect.codec;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.protocol.Payload;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Protobuf's binary form. */
public final class ProtoCodec implements Codec {
    /** The one there is. */
    public static final ProtoCodec INSTANCE = new ProtoCodec();

    private ProtoCodec() {}

    @Override
    public String name() {
        return "proto";
    }

    @Override
    public <T> Payload encode(MessageType<T> type, T message) {
        int size = type.size(message);
        byte[] array = new byte[Payload.HEADROOM + size];
        type.write(message, array, Payload.HEADROOM, size);
        return new Payload(array, Payload.HEADROOM, size, false);
    }

    @Override
    public <T> Payload encodeDeterministic(MessageType<T> type, T message) {
        if (!(message instanceof Message known)) {
            return encode(type, message);
        }
        int size = known.getSerializedSize();
        byte[] array = new byte[Payload.HEADROOM + size];
        CodedOutputStream output = CodedOutputStream.newInstance(array, Payload.HEADROOM, size);
        output.useDeterministicSerialization();
        try {
            known.writeTo(output);
            output.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // an array has no device that fails
        }
        return new Payload(array, Payload.HEADROOM, size, false);
    }

    @Override
    public <T> T decode(MessageType<T> type, byte[] array, int offset, int length) {
        return type.parse(array, offset, length);
    }

    @Override
    public boolean binary() {
        return true;
    }
}
