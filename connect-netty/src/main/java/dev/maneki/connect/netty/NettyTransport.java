package dev.maneki.connect.netty;

import dev.maneki.connect.http.HttpClientStream;
import dev.maneki.connect.http.HttpClientTransport;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.pool.OpenedStream;
import dev.maneki.connect.netty.pool.Origin;
import dev.maneki.connect.netty.pool.OriginPool;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Sends requests over HTTP/1.1, HTTP/2 or HTTP/3, with connections that are kept and shared.
 *
 * <p>With {@code https} and {@link HttpVersion#HTTP_2} the server chooses between HTTP/2 and
 * HTTP/1.1; with {@code http} the client knows beforehand that the server speaks what it speaks.
 * All requests to one origin share one event loop. Thread-safe.
 */
public final class NettyTransport implements HttpClientTransport {
    private final EventLoopGroup loops;
    private final Connector connector;
    private final HttpVersion version;
    private final int maxConnections;
    private final int maxWaiting;
    private final ConcurrentHashMap<Origin, OriginPool> pools = new ConcurrentHashMap<>();
    private volatile boolean closed;

    NettyTransport(
            EventLoopGroup loops,
            Connector connector,
            HttpVersion version,
            int maxConnections,
            int maxWaiting) {
        this.loops = loops;
        this.connector = connector;
        this.version = version;
        this.maxConnections = maxConnections;
        this.maxWaiting = maxWaiting;
    }

    /** Options of a new transport. */
    public static NettyTransportBuilder builder() {
        return new NettyTransportBuilder();
    }

    @Override
    public HttpClientStream open(
            HttpRequest request, boolean end, HttpClientStream.Handler handler) {
        OriginPool pool;
        try {
            pool = pools.computeIfAbsent(Origin.of(request), this::newPool);
        } catch (IllegalArgumentException e) {
            OpenedStream stream = new OpenedStream(request, end, handler, loops.next());
            stream.executor()
                    .execute(
                            () ->
                                    stream.fail(
                                            StreamReset.Cause.UNREACHABLE,
                                            String.valueOf(e.getMessage())));
            return stream;
        }
        EventLoop loop = pool.loop();
        OpenedStream stream = new OpenedStream(request, end, handler, loop);
        if (closed) {
            // The loop may have ended: nobody else is left to tell it.
            stream.fail(StreamReset.Cause.BROKEN, "the client transport is closed");
        } else if (loop.inEventLoop()) {
            pool.open(stream);
        } else {
            loop.execute(() -> pool.open(stream));
        }
        return stream;
    }

    private OriginPool newPool(Origin origin) {
        return new OriginPool(
                origin,
                loops.next(),
                connector,
                maxConnections,
                maxWaiting,
                version == HttpVersion.HTTP_1_1 ? 1 : 100);
    }

    @Override
    public boolean supportsTrailers() {
        return true;
    }

    @Override
    public HttpVersion version() {
        return version;
    }

    /** Breaks off what is running, and waits until all threads have ended. */
    @Override
    public void close() {
        closed = true;
        // Loops that end cut their sockets off first: what says goodbye must be sent before.
        List<Future<?>> closing = new ArrayList<>();
        for (OriginPool pool : pools.values()) {
            if (!pool.loop().isShuttingDown()) {
                closing.add(pool.loop().submit(pool::close));
            }
        }
        closing.forEach(Future::awaitUninterruptibly);
        loops.shutdownGracefully(50, 5000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }
}
