package dev.maneki.connect.netty.pool;

import io.netty.channel.EventLoop;

/** Makes connections. */
public interface Connector {
    /**
     * Makes one, on the loop; calls the answer on it.
     *
     * @param listener of the connection
     */
    void connect(Origin origin, EventLoop loop, ClientConnection.Listener listener, Answer answer);

    /** What came of it. */
    interface Answer {
        void connected(ClientConnection connection);

        void failed(Throwable cause);
    }
}
