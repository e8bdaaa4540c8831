package dev.maneki.connect.netty;

import dev.maneki.connect.http.HttpServerStream;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves HTTP/1.1, HTTP/2 and HTTP/3, and hands each request to a handler, mostly {@code
 * router::serve}, on an event loop's thread, which the handler must not block.
 *
 * <pre>{@code
 * NettyServer server =
 *         NettyServer.builder(router::serve)
 *                 .listen(new InetSocketAddress(8080))
 *                 .start();
 * ...
 * server.shutdown(Duration.ofSeconds(30)).join();
 * }</pre>
 *
 * <p>Thread-safe.
 */
public final class NettyServer implements AutoCloseable {
    private static final Duration DEFAULT_GRACE = Duration.ofSeconds(30);

    /** How long what is cut off may take to say so. */
    private static final long GOODBYE_MILLIS = 1000;

    private final EventLoopGroup loops;
    private final List<Channel> listeners;
    private final Connections connections;
    private final AtomicReference<@Nullable CompletableFuture<Void>> ending =
            new AtomicReference<>();

    NettyServer(EventLoopGroup loops, List<Channel> listeners, Connections connections) {
        this.loops = loops;
        this.listeners = List.copyOf(listeners);
        this.connections = connections;
    }

    /**
     * Options of a new server.
     *
     * @param handler is handed each request, on the event loop; calls {@code start} on it
     */
    public static NettyServerBuilder builder(Consumer<HttpServerStream> handler) {
        return new NettyServerBuilder(handler);
    }

    /** The addresses it listens on, in the order in which they were given; with the true ports. */
    public List<InetSocketAddress> addresses() {
        return listeners.stream().map(c -> (InetSocketAddress) c.localAddress()).toList();
    }

    /** The port of the first address. */
    public int port() {
        return addresses().getFirst().getPort();
    }

    /** The number of connections there are now. */
    public int connections() {
        return connections.size();
    }

    /**
     * Stops accepting, tells clients (GOAWAY; {@code Connection: close}) and waits for what is
     * running; cuts off what is not over after the grace. Idempotent: the first grace counts.
     *
     * @return done when all connections are closed and the threads have ended
     */
    public CompletableFuture<Void> shutdown(Duration grace) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        CompletableFuture<Void> before = ending.compareAndExchange(null, done);
        if (before != null) {
            return before;
        }
        for (Channel listener : listeners) {
            if (listener instanceof ServerChannel) {
                listener.close(); // A socket of QUIC carries its connections, and stays until they
                // end.
            }
        }
        connections.drain();
        connections
                .empty()
                .orTimeout(Math.max(1, grace.toNanos()), TimeUnit.NANOSECONDS)
                .whenComplete(
                        (empty, late) -> {
                            connections.cut();
                            // Loops that end cut their sockets off first: goodbyes go before.
                            connections
                                    .empty()
                                    .orTimeout(GOODBYE_MILLIS, TimeUnit.MILLISECONDS)
                                    .whenComplete((cut, stuck) -> end(done));
                        });
        return done;
    }

    private void end(CompletableFuture<Void> done) {
        listeners.forEach(Channel::close);
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).addListener(ended -> done.complete(null));
    }

    /** Shuts down with a grace of 30 seconds, and waits for it. */
    @Override
    public void close() {
        shutdown(DEFAULT_GRACE).join();
    }
}
