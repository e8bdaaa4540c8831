package dev.maneki.proxy.listen;

import dev.maneki.proxy.worker.Worker;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.net.InetSocketAddress;

/**
 * Binds the listening sockets of a port. On Linux each worker has its own (SO_REUSEPORT), and what
 * it accepts stays on it; elsewhere the first worker accepts for all.
 */
final class PortOpener {
    /** The kernel cuts it to net.core.somaxconn. */
    private static final int BACKLOG = 8_192;

    /**
     * Most requests fit the first guess, a body soon gets as much as TLS records and pipes of the
     * kernel give at once. Nothing is held between reads.
     */
    private static final RecvByteBufAllocator RECEIVE =
            new AdaptiveRecvByteBufAllocator(512, 4_096, 65_536);

    /**
     * Accepts until nobody waits, or so many. Netty's default takes one and asks the kernel for
     * events again: one more system call for each connection where many come.
     */
    private static final RecvByteBufAllocator ACCEPT =
            new ServerChannelRecvByteBufAllocator()
                    .respectMaybeMoreData(false)
                    .maxMessagesPerRead(64);

    // Linux passes these on from a listening socket to what it accepts: no call per connection.
    private static final int SOL_SOCKET = 1;
    private static final int IPPROTO_TCP = 6;
    private static final ChannelOption<Integer> KEEPALIVE =
            new IntegerUnixChannelOption("SO_KEEPALIVE", SOL_SOCKET, 9);
    private static final ChannelOption<Integer> KEEPALIVE_IDLE_SECONDS =
            new IntegerUnixChannelOption("TCP_KEEPIDLE", IPPROTO_TCP, 4);
    private static final ChannelOption<Integer> KEEPALIVE_INTERVAL_SECONDS =
            new IntegerUnixChannelOption("TCP_KEEPINTVL", IPPROTO_TCP, 5);
    private static final ChannelOption<Integer> KEEPALIVE_PROBES =
            new IntegerUnixChannelOption("TCP_KEEPCNT", IPPROTO_TCP, 6);

    private final Workers workers;

    PortOpener(Workers workers) {
        this.workers = workers;
    }

    /**
     * Binds and listens; blocks. On failure nothing is left open.
     *
     * @param sharing whether this process listens on the same port number by another address
     * @throws BindException saying what to do
     */
    void open(OpenPort port, InetSocketAddress address, boolean sharing) throws BindException {
        boolean reusePort = workers.transport().reusesPort();
        if (reusePort && !sharing && address.getPort() != 0) {
            // With SO_REUSEPORT alone, binding beside another process of the same user would
            // succeed, and each would get half of the connections.
            bind(port, workers.all().getFirst(), address, false).close().awaitUninterruptibly();
        }
        InetSocketAddress bound = address;
        int sockets = reusePort ? workers.all().size() : 1;
        for (int i = 0; i < sockets; i++) {
            try {
                Channel socket = bind(port, workers.all().get(i), bound, reusePort);
                port.add(socket);
                bound = (InetSocketAddress) socket.localAddress();
            } catch (BindException e) {
                port.closeSockets();
                throw e;
            }
        }
    }

    private Channel bind(OpenPort port, Worker worker, InetSocketAddress address, boolean reusePort)
            throws BindException {
        EventLoopGroup children = reusePort ? worker.loop() : workers.group();
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(worker.loop(), children)
                        .channel(workers.transport().serverChannel())
                        .option(ChannelOption.SO_BACKLOG, BACKLOG)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .option(ChannelOption.ALLOCATOR, workers.allocator())
                        .option(ChannelOption.RECVBUF_ALLOCATOR, ACCEPT)
                        .handler(listenHandlers(workers.transport()))
                        // Not TCP_NODELAY: Netty turns it on by itself, and to say so once more is
                        // one more system call for each connection.
                        .childOption(ChannelOption.ALLOCATOR, workers.allocator())
                        .childOption(ChannelOption.RECVBUF_ALLOCATOR, RECEIVE)
                        .childHandler(new Acceptor(port, workers));
        switch (workers.transport()) {
            case EPOLL ->
                    bootstrap
                            .option(EpollChannelOption.SO_REUSEPORT, reusePort)
                            .option(KEEPALIVE, 1)
                            .option(KEEPALIVE_IDLE_SECONDS, 60)
                            .option(KEEPALIVE_INTERVAL_SECONDS, 15)
                            .option(KEEPALIVE_PROBES, 4);
            case NIO -> bootstrap.childOption(ChannelOption.SO_KEEPALIVE, true);
        }
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (bound.isSuccess()) {
            return bound.channel();
        }
        throw new BindException(BindFailure.describe(address, bound.cause()), bound.cause());
    }

    private static ChannelHandler listenHandlers(Transport transport) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel socket) {
                socket.pipeline().addLast(AcceptFailures.INSTANCE);
                if (transport == Transport.EPOLL) {
                    socket.pipeline().addLast(ReadFromTheStart.INSTANCE);
                }
            }
        };
    }

    /** A port cannot be listened on; the message says which, why, and what to do. */
    static final class BindException extends Exception {
        private static final long serialVersionUID = 1;

        BindException(String message) {
            super(message);
        }

        private BindException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** First handler of an accepted connection: gives it to its port, and is gone. */
    @ChannelHandler.Sharable
    private static final class Acceptor extends ChannelInboundHandlerAdapter {
        private final OpenPort port;
        private final Workers workers;

        private Acceptor(OpenPort port, Workers workers) {
            this.port = port;
            this.workers = workers;
        }

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            Channel channel = ctx.channel();
            EventLoop loop = channel.eventLoop();
            port.accept(channel, workers.on(loop));
            ctx.pipeline().remove(this);
        }
    }
}
