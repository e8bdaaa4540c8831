package dev.maneki.proxy.stream;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.model.Port;

/**
 * The open port a connection came in by. What it serves changes while it is open: ask each time,
 * keep nothing.
 *
 * <p>{@code listen} opens the sockets for it, {@code exchange} matches requests by it. Safe from
 * any thread.
 */
public interface ListenContext {
    /** What is served now; address, number and protocol never change. */
    Port port();

    /** The limits in force now: the process's, with those of the port's oldest Gateway. */
    Limits limits();
}
