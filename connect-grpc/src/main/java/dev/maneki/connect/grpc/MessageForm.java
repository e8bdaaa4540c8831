package dev.maneki.connect.grpc;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Empty;
import com.google.protobuf.Message;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MessageType;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.protobuf.ProtoUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * How messages that a {@link Marshaller} reads and writes pass through the library. Immutable.
 *
 * <p>Those of protobuf pass as they are, so that codecs can write them as JSON too. All others pass
 * as the bytes that their marshaller makes of them: it is asked once, and need not know a length
 * beforehand.
 */
sealed interface MessageForm<T> {
    /** What {@link ProtoUtils} hands out; other marshallers may write messages differently. */
    Class<?> PROTOBUF = ProtoUtils.marshaller(Empty.getDefaultInstance()).getClass();

    /**
     * The form for a marshaller.
     *
     * @param name what to call the messages where they have no name of their own
     */
    static <T> MessageForm<T> of(Marshaller<T> marshaller, String name) {
        return marshaller instanceof PrototypeMarshaller<T> typed
                        && marshaller.getClass() == PROTOBUF
                        && typed.getMessagePrototype() instanceof Message prototype
                ? new Protobuf<>(new ProtobufType(marshaller, prototype))
                : new Bytes<>(marshaller, new BytesType(name));
    }

    /** The type as codecs know it. */
    MessageType<Object> type();

    /** What codecs write for a message; what the marshaller throws comes through. */
    Object outward(T message);

    /** The message for what codecs have read. */
    T inward(Object read);

    private static <T> T parse(Marshaller<T> marshaller, InputStream stream, String name) {
        try {
            return marshaller.parse(stream);
        } catch (RuntimeException e) { // of any kind: marshallers are the application's
            throw new ConnectException(
                    Code.INVALID_ARGUMENT, "the message is not a valid " + name, e);
        }
    }

    /** Messages of protobuf. */
    record Protobuf<T>(MessageType<Object> type) implements MessageForm<T> {
        @Override
        public Object outward(T message) {
            return message;
        }

        @Override
        @SuppressWarnings("unchecked") // the type's marshaller or prototype made it
        public T inward(Object read) {
            return (T) read;
        }
    }

    /** Messages of any other kind. */
    record Bytes<T>(Marshaller<T> marshaller, MessageType<Object> type) implements MessageForm<T> {
        @Override
        public Object outward(T message) {
            try (InputStream stream = marshaller.stream(message)) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public T inward(Object read) {
            return parse(marshaller, new ByteArrayInputStream((byte[]) read), type.name());
        }
    }

    /** Written as protobuf writes itself, read by the marshaller, which may know extensions. */
    record ProtobufType(Marshaller<?> marshaller, Message prototype)
            implements MessageType<Object> {
        @Override
        public String name() {
            return prototype.getDescriptorForType().getFullName();
        }

        @Override
        public int size(Object message) {
            return ((Message) message).getSerializedSize();
        }

        @Override
        public void write(Object message, byte[] array, int offset, int size) {
            try {
                ((Message) message).writeTo(CodedOutputStream.newInstance(array, offset, size));
            } catch (IOException e) {
                throw new UncheckedIOException(e); // an array has no device that fails
            }
        }

        @Override
        public Object parse(byte[] array, int offset, int length) {
            return MessageForm.parse(marshaller, new KnownBytes(array, offset, length), name());
        }
    }

    /** Bytes as they are. */
    record BytesType(String name) implements MessageType<Object> {
        @Override
        public @Nullable Message prototype() {
            return null;
        }

        @Override
        public int size(Object message) {
            return ((byte[]) message).length;
        }

        @Override
        public void write(Object message, byte[] array, int offset, int size) {
            System.arraycopy((byte[]) message, 0, array, offset, size);
        }

        @Override
        public Object parse(byte[] array, int offset, int length) {
            byte[] copy = new byte[length];
            System.arraycopy(array, offset, copy, 0, length);
            return copy;
        }
    }

    /** Tells the marshaller the length, so that it need not grow a buffer. */
    final class KnownBytes extends ByteArrayInputStream implements KnownLength {
        KnownBytes(byte[] array, int offset, int length) {
            super(array, offset, length);
        }
    }
}
