package dev.maneki.proxy.stream;

/** A connection to an endpoint, established, as a pool keeps it. Event loop only. */
public interface ClientConnection {
    /** Told of what a pool must know. */
    interface Owner {
        /**
         * A stream has ended, or the peer allows more: {@link ClientConnection#available()} may
         * have become true.
         */
        void onAvailable(ClientConnection connection);

        /**
         * No new streams can be opened (GOAWAY, {@code Connection: close}); running ones go on.
         * Called once at most.
         */
        void onDraining(ClientConnection connection);

        /** It is closed. Called once; running streams were told before. */
        void onClosed(ClientConnection connection);
    }

    /** Whether a stream can be opened now. */
    boolean available();

    /** Whether it can carry several streams at once. */
    boolean multiplexed();

    /** The number of streams running. */
    int activeStreams();

    /** Opens a stream; only if {@link #available()}. */
    ClientStream open(ClientStreamHandler handler);

    /** Closes once the running streams have ended; at once if there are none. */
    void drain();

    /** When a stream last ended, in {@link System#nanoTime()}: for closing unused ones. */
    long idleSince();
}
