package dev.maneki.connect;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.Message;
import org.jspecify.annotations.Nullable;

/**
 * A type of message, as codecs need it: how it is read from and written to protobuf's binary form,
 * and its prototype where it is a protobuf {@link Message}. Thread-safe.
 */
public interface MessageType<T> {
    /** The message's full name, as {@code connectrpc.eliza.v1.SayRequest}. */
    String name();

    /**
     * The empty message; null where the type is no protobuf message (as a bridge's): no JSON then.
     */
    @Nullable Message prototype();

    /** How many bytes its binary form has. */
    int size(T message);

    /**
     * Writes the binary form.
     *
     * @param array with {@code size(message)} bytes at {@code offset}
     */
    void write(T message, byte[] array, int offset, int size);

    /**
     * Reads the binary form.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if it is malformed
     */
    T parse(byte[] array, int offset, int length);

    /** The type of a generated or dynamic message. */
    static <M extends Message> MessageType<M> of(M prototype) {
        return of(prototype, ExtensionRegistryLite.getEmptyRegistry());
    }

    /** The type of a message with extensions. */
    static <M extends Message> MessageType<M> of(M prototype, ExtensionRegistryLite extensions) {
        return new ProtobufType<>(prototype, extensions);
    }
}
