package dev.maneki.connect.codec;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.protocol.Payload;

/** A form of messages, by the name that stands in content types. Thread-safe. */
public interface Codec {
    /** As {@code proto} or {@code json}. */
    String name();

    /**
     * Writes a message.
     *
     * @return not compressed, with headroom
     * @throws ConnectException {@link Code#INTERNAL} if the message cannot be said in this form
     */
    <T> Payload encode(MessageType<T> type, T message);

    /** Writes a message so that equal ones have equal bytes, as caches of Connect's GET need it. */
    <T> Payload encodeDeterministic(MessageType<T> type, T message);

    /**
     * Reads a message.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if it is malformed
     */
    <T> T decode(MessageType<T> type, byte[] array, int offset, int length);

    /** Whether its bytes are not text: then a GET carries them as base64. */
    boolean binary();
}
