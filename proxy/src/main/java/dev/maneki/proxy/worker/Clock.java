package dev.maneki.proxy.worker;

/**
 * The time of one event loop, read once for each event instead of once for each question: a request
 * asks a dozen times, and a reading costs as much as parsing a header field.
 *
 * <p>Whatever an event loop calls first (bytes that came, a timer that fires, a connection that is
 * made) {@linkplain #refresh refreshes} it; everything it then calls sees that time. Event loop
 * only.
 */
public final class Clock {
    private long nanos = System.nanoTime();

    /** Reads the time anew. */
    public long refresh() {
        nanos = System.nanoTime();
        return nanos;
    }

    /** When the event that is being handled began, as {@link System#nanoTime()} tells it. */
    public long nanos() {
        return nanos;
    }
}
