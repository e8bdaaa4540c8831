package dev.maneki.proxy.http2;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.worker.Worker;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * A listener on a free port of loopback whose connections speak HTTP/2 to an {@link EchoExchange}.
 */
final class TestServer implements AutoCloseable {
    final EchoExchange exchange = new EchoExchange();
    final BlockingQueue<Http2ServerConnection> connections = new LinkedBlockingQueue<>();
    final Worker worker;

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    TestServer(Limits limits) {
        EventLoop loop = group.next();
        worker = new Worker(0, loop);
        TestListenContext context = new TestListenContext(limits);
        listener =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        var connection =
                                                new Http2ServerConnection(
                                                        worker, context, exchange, null);
                                        connections.add(connection);
                                        channel.pipeline().addLast(connection);
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    EventLoop loop() {
        return worker.loop();
    }

    /** Opens a connection of our own to it, on the same loop. */
    Http2ClientConnection connect(TestOwner owner) {
        return connect(owner, port());
    }

    /** Opens a connection of our own to another port of loopback, on the same loop. */
    Http2ClientConnection connect(TestOwner owner, int port) {
        Http2ClientConnection client =
                new Http2ClientConnection(worker, Limits.DEFAULT, owner, false);
        new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline().addLast(client);
                            }
                        })
                .connect(InetAddress.getLoopbackAddress(), port)
                .syncUninterruptibly();
        return client;
    }

    @Override
    public void close() {
        listener.close().syncUninterruptibly();
        group.shutdownGracefully(0, 2, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
    }
}
