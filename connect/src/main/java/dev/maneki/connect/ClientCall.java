package dev.maneki.connect;

import org.jspecify.annotations.Nullable;

/**
 * One call that is made, beside its messages. Thread-safe, but for the metadata: to be written
 * before the call goes out.
 */
public interface ClientCall {
    /** The method that is called. */
    MethodSpec<?, ?> method();

    /** The protocol it goes out in. */
    Protocol protocol();

    /** What is sent beside the messages. To be added to until the call goes out. */
    Metadata requestMetadata();

    /** When this side stops waiting; it is told to the server. */
    Deadline deadline();

    /** What the caller said of the call. */
    CallOptions options();

    /** What was left under a key, or null. Those of {@link #options} count as left. */
    <T> @Nullable T attribute(Key<T> key);

    /** Leaves something under a key, in place of what was there. */
    <T> void attribute(Key<T> key, T value);
}
