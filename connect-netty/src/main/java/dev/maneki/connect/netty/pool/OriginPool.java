package dev.maneki.connect.netty.pool;

import dev.maneki.connect.http.StreamReset;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The connections to one origin, and the requests that wait for one. On its event loop alone.
 *
 * <p>The connection that was used last is used first, so that those not needed become idle and
 * close. Another one is made when more wait than those being made can be expected to take.
 */
public final class OriginPool implements ClientConnection.Listener {
    private final Origin origin;
    private final EventLoop loop;
    private final Connector connector;
    private final int maxConnections;
    private final int maxWaiting;
    private final List<ClientConnection> connections = new ArrayList<>();
    private final ArrayDeque<OpenedStream> waiting = new ArrayDeque<>();
    private int streamsEach;
    private int connecting;
    private boolean closed;

    /**
     * @param streamsEach how many requests at a time a connection probably takes
     */
    public OriginPool(
            Origin origin,
            EventLoop loop,
            Connector connector,
            int maxConnections,
            int maxWaiting,
            int streamsEach) {
        this.origin = origin;
        this.loop = loop;
        this.connector = connector;
        this.maxConnections = maxConnections;
        this.maxWaiting = maxWaiting;
        this.streamsEach = streamsEach;
    }

    /** Where its events happen. */
    public EventLoop loop() {
        return loop;
    }

    /** Gives a request a connection, now or later. */
    public void open(OpenedStream stream) {
        if (closed) {
            stream.fail(StreamReset.Cause.BROKEN, "the client transport is closed");
            return;
        }
        if (stream.over()) {
            return;
        }
        if (waiting.isEmpty()) {
            for (int i = connections.size() - 1; i >= 0; i--) {
                ClientConnection connection = connections.get(i);
                if (connection.available() > 0) {
                    stream.begin(connection);
                    return;
                }
            }
        } else if (waiting.size() >= maxWaiting) {
            stream.fail(
                    StreamReset.Cause.REFUSED,
                    waiting.size() + " requests wait already for a connection to " + origin);
            return;
        }
        stream.waitsIn(this);
        waiting.add(stream);
        connectIfNeeded();
    }

    /** A waiting request is not wanted any more. */
    void forget(OpenedStream stream) {
        waiting.remove(stream);
    }

    private void connectIfNeeded() {
        while (!closed
                && waiting.size() > (long) connecting * streamsEach
                && connections.size() + connecting < maxConnections) {
            connecting++;
            connector.connect(origin, loop, this, new Connecting());
        }
    }

    private void serveWaiting() {
        for (int i = connections.size() - 1; i >= 0 && !waiting.isEmpty(); i--) {
            serveWaiting(connections.get(i));
        }
        connectIfNeeded();
    }

    private void serveWaiting(ClientConnection connection) {
        while (connection.available() > 0) {
            OpenedStream next = waiting.poll();
            if (next == null) {
                return;
            }
            if (!next.over()) {
                next.begin(connection);
            }
        }
    }

    private final class Connecting implements Connector.Answer {
        @Override
        public void connected(ClientConnection connection) {
            connecting--;
            if (closed) {
                connection.close();
                return;
            }
            connections.add(connection);
            // ALPN may have chosen HTTP/1.1 where HTTP/2 was hoped for.
            streamsEach = Math.max(1, connection.available());
            serveWaiting();
        }

        @Override
        public void failed(Throwable cause) {
            connecting--;
            if (connections.isEmpty() && connecting == 0) {
                failWaiting(
                        StreamReset.Cause.UNREACHABLE, "no connection to " + origin + ": " + cause);
            }
        }
    }

    private void failWaiting(StreamReset.Cause cause, String detail) {
        List<OpenedStream> failed = new ArrayList<>(waiting);
        waiting.clear(); // First: who is told may open another.
        for (OpenedStream stream : failed) {
            stream.fail(cause, detail);
        }
    }

    @Override
    public void available(ClientConnection connection) {
        if (!waiting.isEmpty()) {
            loop.execute(this::serveWaiting); // Not in the middle of the codec's own event.
        }
    }

    @Override
    public void ended(ClientConnection connection) {
        if (connections.remove(connection) && !waiting.isEmpty()) {
            loop.execute(this::connectIfNeeded);
        }
    }

    /** Breaks off what is running, and refuses what comes. */
    public void close() {
        closed = true;
        List.copyOf(connections).forEach(ClientConnection::close);
        failWaiting(StreamReset.Cause.BROKEN, "the client transport is closed");
    }
}
