package dev.maneki.proxy.http1;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.StreamFault;

/** What it means that a backend closes before the head of its response is whole. */
final class EarlyClose {
    /**
     * The {@link StreamFault#detail()} of a {@link Reason#BACKEND_RESET} on a connection that had
     * served a request before, when not a byte of a response has come: most likely the backend
     * closed it as idle while the request was under way. It is not certain, so the fault is not
     * retryable by itself; an idempotent request may be sent once more (RFC 9110 section 9.2.2).
     */
    static final String CLOSED_ON_REUSE = "closed before a response, on a used connection";

    private EarlyClose() {}

    /**
     * @param requestFlushed whether bytes of the request were handed to the socket
     * @param responseStarted whether bytes of a response have come
     * @param used whether the connection had served before
     */
    static StreamFault fault(boolean requestFlushed, boolean responseStarted, boolean used) {
        if (!requestFlushed) {
            return new StreamFault(Reason.BACKEND_RESET, true, "closed before the request");
        }
        if (responseStarted) {
            return StreamFault.of(Reason.BACKEND_RESET, "closed within a response's head");
        }
        return StreamFault.of(
                Reason.BACKEND_RESET, used ? CLOSED_ON_REUSE : "closed before a response");
    }
}
