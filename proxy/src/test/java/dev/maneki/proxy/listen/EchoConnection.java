package dev.maneki.proxy.listen;

import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Stands in for HTTP: says which protocol was chosen, then sends back what it gets. */
final class EchoConnection extends ChannelInboundHandlerAdapter implements ServerConnection {
    private final ConnectionFactory.Protocol protocol;
    private final Channel channel;
    private final Worker worker;
    private final ListenContext context;
    private final @Nullable TlsInfo tls;

    private EchoConnection(
            ConnectionFactory.Protocol protocol,
            Channel channel,
            Worker worker,
            ListenContext context,
            @Nullable TlsInfo tls) {
        this.protocol = protocol;
        this.channel = channel;
        this.worker = worker;
        this.context = context;
        this.tls = tls;
    }

    /** Makes such connections, and remembers them. */
    static final class Factory implements ConnectionFactory {
        final Queue<EchoConnection> connections = new ConcurrentLinkedQueue<>();

        @Override
        public ServerConnection start(
                Protocol protocol,
                ChannelPipeline pipeline,
                Worker worker,
                ListenContext context,
                @Nullable TlsInfo tls) {
            EchoConnection connection =
                    new EchoConnection(protocol, pipeline.channel(), worker, context, tls);
            connections.add(connection);
            pipeline.addLast(connection);
            return connection;
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(
                ctx.alloc()
                        .buffer()
                        .writeBytes((protocol + "\n").getBytes(StandardCharsets.US_ASCII)));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ctx.writeAndFlush((ByteBuf) message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    @Override
    public void drain() {
        channel.writeAndFlush(
                        channel.alloc()
                                .buffer()
                                .writeBytes("DRAINED\n".getBytes(StandardCharsets.US_ASCII)))
                .addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public ListenContext listenContext() {
        return context;
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    @Override
    public InetSocketAddress localAddress() {
        return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public String protocol() {
        return protocol == ConnectionFactory.Protocol.HTTP2 ? "HTTP/2" : "HTTP/1.1";
    }

    @Override
    public @Nullable Object attachment() {
        return null;
    }

    @Override
    public void attach(Object object) {}

    @Override
    public @Nullable TlsInfo tls() {
        return tls;
    }
}
