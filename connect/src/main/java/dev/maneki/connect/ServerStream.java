package dev.maneki.connect;

import java.util.Iterator;

/**
 * A call's responses, for a caller that blocks. It can be walked through once; the server is held
 * back while nobody reads. One thread at a time, but for {@link #close}.
 *
 * <p>{@link #hasNext} waits until there is another message or the call has ended well.
 *
 * @throws ConnectException (from all methods that wait) what the server failed with; {@link
 *     Code#CANCELED} if the stream was closed or the thread interrupted, {@link
 *     Code#DEADLINE_EXCEEDED} if the call took too long
 */
public interface ServerStream<O> extends Iterable<O>, Iterator<O>, AutoCloseable {
    /** This. */
    @Override
    default Iterator<O> iterator() {
        return this;
    }

    /**
     * What the server sent before the first message; waits for it. Where it answered with none, in
     * one block for both ends, the same as {@link #trailers}. Immutable.
     */
    Metadata responseMetadata();

    /**
     * What the server sent after the last message. Immutable.
     *
     * @throws IllegalStateException unless {@link #hasNext} was false
     */
    Metadata trailers();

    /** Cancels the call, if it has not ended. Any thread, at any time, as often as one likes. */
    @Override
    void close();
}
