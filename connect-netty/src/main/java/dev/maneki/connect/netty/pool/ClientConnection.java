package dev.maneki.connect.netty.pool;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/** A connection that takes requests. On its event loop alone. */
public interface ClientConnection {
    /** How many requests it takes now: 0 when it is busy, or ends. */
    int available();

    /**
     * Begins a request; only where {@link #available} is more than 0.
     *
     * @return null if it could not begin, which the handler was told
     */
    @Nullable HttpClientStream start(
            HttpRequest request, boolean end, HttpClientStream.Handler handler);

    /** Closes at once: what is running is broken off. */
    void close();

    /** Who wants to know of changes. */
    interface Listener {
        /** More requests may be taken. */
        void available(ClientConnection connection);

        /** It is closed, or takes no more requests ever again. */
        void ended(ClientConnection connection);
    }
}
