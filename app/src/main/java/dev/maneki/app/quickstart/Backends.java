package dev.maneki.app.quickstart;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The backends that the quickstart comes with: small servers in this process, on loopback.
 *
 * <p>They stand for a data centre's services, and share nothing with the gateway but the process:
 * it reaches them over sockets, as any other.
 */
public final class Backends implements AutoCloseable {
    private final EventLoopGroup threads =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Channel> servers = new ArrayList<>();

    /**
     * Starts an HTTP/1.1 backend that answers every request with what it saw, as JSON.
     *
     * @param name what it calls itself
     * @param port 0 for any
     * @return the port
     */
    public int http(String name, int port) {
        return listen(port, () -> new HttpEcho(name));
    }

    /** Starts an HTTP/1.1 backend that sends every WebSocket message back. */
    public int webSocket(String name, int port) {
        return listen(port, () -> new WebSocketEcho(name));
    }

    /** Starts an HTTP/2 backend (prior knowledge) that offers {@code maneki.example.Echo}. */
    public int grpc(String name, int port) {
        return listen(port, () -> new GrpcEcho(name));
    }

    /** Makes the handlers of one connection. */
    private interface Connections {
        ChannelInitializer<Channel> create();
    }

    private int listen(int port, Connections connections) {
        ChannelHandler initializer =
                new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(connections.create());
                    }
                };
        Channel server =
                new ServerBootstrap()
                        .group(threads)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(initializer)
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .syncUninterruptibly()
                        .channel();
        servers.add(server);
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Closes all of them. */
    @Override
    public void close() {
        servers.forEach(Channel::close);
        threads.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
