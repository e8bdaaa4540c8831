package dev.maneki.connect;

import java.util.Iterator;

/**
 * A call's requests, for a handler that blocks. It can be walked through once; the caller is held
 * back while nobody reads. One thread at a time.
 *
 * <p>{@link #hasNext} waits until there is another message or the caller has ended its stream.
 *
 * @throws ConnectException (from both methods) {@link Code#CANCELED} if the caller broke off,
 *     {@link Code#DEADLINE_EXCEEDED} if it was too slow, {@link Code#INVALID_ARGUMENT} and others
 *     if what it sent cannot be read
 */
public interface Requests<I> extends Iterable<I>, Iterator<I> {
    /** This. */
    @Override
    default Iterator<I> iterator() {
        return this;
    }
}
