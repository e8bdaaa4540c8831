package dev.maneki.connect.call;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.MessageType;
import dev.maneki.connect.codec.Codec;
import dev.maneki.connect.compress.Compression;
import dev.maneki.connect.protocol.Payload;
import org.jspecify.annotations.Nullable;

/** Between messages and payloads: codec, compression, and the limit of length. Pure. */
public final class MessageCoder {
    private MessageCoder() {}

    /**
     * Writes a message.
     *
     * @param compression by which messages of at least {@code minBytes} are compressed; null for
     *     none
     */
    public static <T> Payload encode(
            MessageType<T> type,
            T message,
            Codec codec,
            @Nullable Compression compression,
            int minBytes) {
        return compressed(codec.encode(type, message), compression, minBytes);
    }

    /** A payload in place of one that is not compressed yet. Nothing is never compressed. */
    public static Payload compressed(
            Payload plain, @Nullable Compression compression, int minBytes) {
        if (compression == null || plain.length() < minBytes) {
            return plain;
        }
        return compression.compress(plain.array(), plain.offset(), plain.length());
    }

    /**
     * Reads a message.
     *
     * @param compression what the peer says it uses; null for none
     * @throws ConnectException {@link Code#RESOURCE_EXHAUSTED} if it is longer than {@code
     *     maxBytes}; {@link Code#INVALID_ARGUMENT} if it is malformed; {@link Code#INTERNAL} if it
     *     is compressed, and the peer said that none are
     */
    public static <T> T decode(
            MessageType<T> type,
            Payload payload,
            Codec codec,
            @Nullable Compression compression,
            int maxBytes) {
        Payload plain = payload;
        if (payload.compressed()) {
            if (compression == null) {
                throw new ConnectException(
                        Code.INTERNAL, "a message is compressed, and no compression was named");
            }
            // Nothing is nothing in every compression (Connect protocol, "Compression").
            plain =
                    payload.length() == 0
                            ? payload
                            : compression.decompress(
                                    payload.array(), payload.offset(), payload.length(), maxBytes);
        }
        if (plain.length() > maxBytes) {
            throw new ConnectException(
                    Code.RESOURCE_EXHAUSTED,
                    "the message has "
                            + plain.length()
                            + " bytes, and may have "
                            + maxBytes
                            + " at most");
        }
        return codec.decode(type, plain.array(), plain.offset(), plain.length());
    }
}
