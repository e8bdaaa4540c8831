package dev.maneki.bench;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** grpc-java's server; its pool of platform threads costs several times as much and is not here. */
final class GrpcJavaServer {
    private GrpcJavaServer() {}

    static void start(boolean virtualThreads, int port) throws IOException {
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                        .bossEventLoopGroup(loop)
                        .workerEventLoopGroup(loop)
                        .channelType(EpollServerSocketChannel.class)
                        .addService(GrpcHandlers.service());
        if (virtualThreads) {
            builder.executor(Executors.newVirtualThreadPerTaskExecutor());
        } else {
            builder.directExecutor();
        }
        Server unused = builder.build().start();
    }
}
