package dev.maneki.proxy.listen;

import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.tls.PortTls;
import dev.maneki.proxy.tls.TlsProvider;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Limit;
import dev.maneki.routing.model.Port;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A port that is, or was, listened on: its listening sockets, and the connections that came in by
 * it, which may outlive them.
 */
final class OpenPort {
    private final ConnectionFactory connectionFactory;
    private final AtomicInteger processConnections;
    private final int descriptors;
    private final List<Worker> workers;
    private final ConnectionList[] connections;
    private final AtomicInteger connectionCount = new AtomicInteger();
    private final List<Channel> sockets = new ArrayList<>();
    private final @Nullable PortTls tls;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private volatile ListenContext context;
    private volatile boolean draining;

    OpenPort(
            ListenContext context,
            Workers workers,
            ConnectionFactory connectionFactory,
            AtomicInteger processConnections,
            int descriptors,
            TlsProvider tlsProvider) {
        this.context = context;
        this.workers = workers.all();
        this.connectionFactory = connectionFactory;
        this.processConnections = processConnections;
        this.descriptors = descriptors;
        this.tls =
                switch (context.port().protocol()) {
                    case HTTP -> null;
                    case HTTPS -> new PortTls(() -> context().port(), tlsProvider);
                };
        this.connections = new ConnectionList[this.workers.size()];
        for (int i = 0; i < connections.length; i++) {
            connections[i] = new ConnectionList();
        }
    }

    ListenContext context() {
        return context;
    }

    /** The same port, described by another object. */
    void context(ListenContext newContext) {
        context = newContext;
    }

    ConnectionFactory connectionFactory() {
        return connectionFactory;
    }

    /** Whether it no longer listens; then connections end as soon as their requests have. */
    boolean draining() {
        return draining;
    }

    int connectionCount() {
        return connectionCount.get();
    }

    InetSocketAddress boundTo() {
        return (InetSocketAddress) sockets.getFirst().localAddress();
    }

    /** Takes over a bound socket. */
    void add(Channel socket) {
        sockets.add(socket);
    }

    /** Begins with a connection, or closes it at once where there are too many. Its loop only. */
    void accept(Channel channel, Worker worker) {
        int inProcess = processConnections.incrementAndGet();
        int inPort = connectionCount.incrementAndGet();
        var limits = context.limits();
        boolean tooMany = inProcess > Math.min(limits.bound(Limit.CONNECTIONS), descriptors);
        if (tooMany || inPort > limits.bound(Limit.LISTENER_CONNECTIONS)) {
            worker.metrics().limitHit(tooMany ? Limit.CONNECTIONS : Limit.LISTENER_CONNECTIONS);
            uncount();
            channel.close();
            return;
        }
        AcceptedConnection connection = new AcceptedConnection(channel, this, worker);
        connections[worker.index()].add(connection);
        channel.closeFuture().addListener(connection);
        if (tls == null) {
            channel.pipeline().addLast(new ClearDetection(connection));
        } else {
            connection.within(Limit.HANDSHAKE_TIMEOUT);
            tls.start(channel.pipeline(), limits.bound(Limit.CLIENT_HELLO_BYTES), connection);
        }
    }

    /** A connection has ended. Its loop only. */
    void closed(AcceptedConnection connection) {
        connections[connection.worker().index()].remove(connection);
        uncount();
    }

    private void uncount() {
        processConnections.decrementAndGet();
        if (connectionCount.decrementAndGet() == 0 && draining) {
            end();
        }
    }

    /**
     * Stops listening, and lets every connection end with its running requests.
     *
     * @return completed when no connection is left
     */
    CompletableFuture<Void> drain() {
        draining = true;
        closeSockets();
        for (Worker worker : workers) {
            onLoop(
                    worker.loop(),
                    () -> connections[worker.index()].all().forEach(AcceptedConnection::drain));
        }
        if (connectionCount.get() == 0) {
            end();
        }
        return empty;
    }

    /** Completed when it no longer listens and no connection is left. */
    CompletableFuture<Void> drained() {
        return empty;
    }

    void closeSockets() {
        for (Channel socket : sockets) {
            socket.close().awaitUninterruptibly();
        }
    }

    /** Closes every connection, whatever it does. */
    void closeConnections() {
        for (Worker worker : workers) {
            onLoop(
                    worker.loop(),
                    () ->
                            connections[worker.index()]
                                    .all()
                                    .forEach(connection -> connection.channel().close()));
        }
    }

    private void end() {
        if (empty.complete(null) && tls != null) {
            tls.close();
        }
    }

    private static void onLoop(EventLoop loop, Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.execute(task);
        }
    }

    /** What makes two descriptions the same socket. */
    record Key(String address, int number, Port.Protocol protocol) {
        static Key of(Port port) {
            return new Key(port.address(), port.number(), port.protocol());
        }
    }
}
