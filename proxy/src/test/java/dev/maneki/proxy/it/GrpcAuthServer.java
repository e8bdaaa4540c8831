package dev.maneki.proxy.it;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A gRPC server on Netty's HTTP/2, which shares no code with ours: one unary method. */
final class GrpcAuthServer implements AutoCloseable {
    /**
     * A call that has come.
     *
     * @param message without its five bytes of framing
     */
    record Call(Http2Headers head, byte[] message) {}

    /** What to answer: a message, or a gRPC status other than 0. */
    record Answer(byte[] message, int status) {}

    /** What to say to a call. */
    interface Method {
        Answer call(Call call);
    }

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final Channel channel;

    GrpcAuthServer(Method method) {
        channel =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel connection) {
                                        connection
                                                .pipeline()
                                                .addLast(
                                                        Http2FrameCodecBuilder.forServer().build(),
                                                        new Http2MultiplexHandler(streams(method)));
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private ChannelInitializer<Channel> streams(Method method) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Stream(method));
            }
        };
    }

    private final class Stream extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final Method method;
        private final ByteBuf body = Unpooled.buffer();
        private Http2Headers head = new DefaultHttp2Headers();

        private Stream(Method method) {
            this.method = method;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            if (frame instanceof Http2HeadersFrame headers) {
                head = headers.headers();
            } else if (frame instanceof Http2DataFrame data) {
                body.writeBytes(data.content());
                if (data.isEndStream()) {
                    answer(context);
                }
            }
        }

        private void answer(ChannelHandlerContext context) {
            byte[] message = new byte[body.readableBytes() - 5];
            body.skipBytes(5).readBytes(message);
            Call call = new Call(head, message);
            calls.add(call);
            Answer answer = method.call(call);
            Http2Headers first =
                    new DefaultHttp2Headers()
                            .status("200")
                            .set("content-type", "application/grpc+proto");
            if (answer.status() != 0) {
                first.set("grpc-status", Integer.toString(answer.status()));
                context.writeAndFlush(new DefaultHttp2HeadersFrame(first, true));
                return;
            }
            context.write(new DefaultHttp2HeadersFrame(first, false));
            ByteBuf framed = Unpooled.buffer();
            framed.writeByte(0).writeInt(answer.message().length).writeBytes(answer.message());
            context.write(new DefaultHttp2DataFrame(framed, false));
            context.writeAndFlush(
                    new DefaultHttp2HeadersFrame(
                            new DefaultHttp2Headers().set("grpc-status", "0"), true));
        }
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    List<Call> calls() {
        return calls;
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
