package dev.maneki.connect;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The type of a protobuf message. */
final class ProtobufType<M extends Message> implements MessageType<M> {
    private final M prototype;
    private final Parser<? extends Message> parser;
    private final ExtensionRegistryLite extensions;

    ProtobufType(M prototype, ExtensionRegistryLite extensions) {
        this.prototype = prototype;
        this.parser = prototype.getParserForType();
        this.extensions = extensions;
    }

    @Override
    public String name() {
        return prototype.getDescriptorForType().getFullName();
    }

    @Override
    public Message prototype() {
        return prototype;
    }

    @Override
    public int size(M message) {
        return message.getSerializedSize();
    }

    @Override
    public void write(M message, byte[] array, int offset, int size) {
        CodedOutputStream output = CodedOutputStream.newInstance(array, offset, size);
        try {
            message.writeTo(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        output.checkNoSpaceLeft();
    }

    @Override
    @SuppressWarnings("unchecked") // the parser of a prototype makes messages of its class
    public M parse(byte[] array, int offset, int length) {
        try {
            return (M) parser.parseFrom(array, offset, length, extensions);
        } catch (InvalidProtocolBufferException e) {
            throw new ConnectException(
                    Code.INVALID_ARGUMENT,
                    "the message is not a valid " + name() + ": " + e.getMessage(),
                    e);
        }
    }
}
