package dev.maneki.proxy.upstream;

import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.StreamFault;

/**
 * A request that wants a connection. Told once, on its worker's event loop, perhaps before {@code
 * acquire} returns.
 */
public interface ConnectionWaiter {
    /**
     * A connection on which a stream can be opened, and must be, now.
     *
     * @param reused whether it has served a request before: it may have died unnoticed meanwhile
     */
    void onConnection(ClientConnection connection, boolean reused);

    /** There will be none. */
    void onConnectionFailed(StreamFault fault);

    /** Whether it has lost interest; then it is passed over. */
    boolean cancelled();
}
