package dev.maneki.proxy.listen;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.access.AccessLog;
import dev.maneki.proxy.worker.Worker;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The event loops of the process, one thread each, with the worker that lives on each. Thread-safe.
 */
public final class Workers implements AutoCloseable {
    private final Transport transport;
    private final MultiThreadIoEventLoopGroup group;
    private final List<Worker> workers;

    private Workers(
            Transport transport,
            MultiThreadIoEventLoopGroup group,
            Limits limits,
            Optional<AccessLog> accessLog) {
        this.transport = transport;
        this.group = group;
        List<Worker> all = new ArrayList<>();
        for (EventExecutor executor : group) {
            all.add(new Worker(all.size(), (EventLoop) executor, limits, accessLog));
        }
        this.workers = List.copyOf(all);
    }

    /**
     * Starts the event loops.
     *
     * @param count how many; as many as there are processors for 0
     * @param limits the process's
     * @param accessLog where requests are recorded
     */
    public static Workers start(
            int count, Transport transport, Limits limits, Optional<AccessLog> accessLog) {
        int threads = count > 0 ? count : Runtime.getRuntime().availableProcessors();
        return new Workers(
                transport,
                new MultiThreadIoEventLoopGroup(
                        threads,
                        new DefaultThreadFactory("maneki-worker"),
                        transport.ioHandlerFactory()),
                limits,
                accessLog);
    }

    /** By number. */
    public List<Worker> all() {
        return workers;
    }

    /** How their sockets are driven. */
    public Transport transport() {
        return transport;
    }

    /**
     * What all channels allocate from. Pooled: with few, fixed threads its caches hit nearly
     * always, and it costs less than Netty's default, the adaptive one.
     */
    public ByteBufAllocator allocator() {
        return PooledByteBufAllocator.DEFAULT;
    }

    /** The worker whose loop this is. */
    Worker on(EventLoop loop) {
        for (Worker worker : workers) {
            if (worker.loop() == loop) {
                return worker;
            }
        }
        throw new IllegalArgumentException("no worker's event loop: " + loop);
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    /** Stops the loops and closes every channel left on them; returns when they have ended. */
    @Override
    public void close() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
