package dev.maneki.connect.compress;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.Payload;

/** A way to compress messages, each on its own. Thread-safe. */
public interface Compression {
    /** Its name in header fields, as {@code gzip}. */
    String name();

    /**
     * Compresses.
     *
     * @return a payload that says so, with headroom
     */
    Payload compress(byte[] array, int offset, int length);

    /**
     * Decompresses, and stops as soon as the result is longer than it may be.
     *
     * @param maxBytes the longest result allowed
     * @return a payload that is not compressed, with headroom
     * @throws ConnectException {@link Code#RESOURCE_EXHAUSTED} if it is longer, {@link
     *     Code#INVALID_ARGUMENT} if the bytes are not what the name says, or end early
     */
    Payload decompress(byte[] array, int offset, int length, int maxBytes);
}
