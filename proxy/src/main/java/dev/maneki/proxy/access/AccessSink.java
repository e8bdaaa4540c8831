package dev.maneki.proxy.access;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Where encoded records go. Called by the writer thread only, but {@link #reopen()}; it may block,
 * as long as losing records is better than that.
 */
public interface AccessSink extends AutoCloseable {
    /**
     * Takes whole records, one after the other as the format wrote them.
     *
     * <p>Bytes that are taken are consumed from {@code records}. After an exception the writer
     * calls again with the rest, a second later at the earliest.
     *
     * @throws IOException if they cannot be taken now
     */
    void write(ByteBuffer records) throws IOException;

    /** Asks to begin a new file before the next write. Safe from any thread. */
    default void reopen() {}

    /** Ends: everything written is where it belongs. */
    @Override
    void close() throws IOException;
}
