package dev.maneki.app.quickstart;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One gRPC call over HTTP/2 in the clear; the JDK's HTTP client shows no trailers. */
final class GrpcCall {
    /**
     * What came back.
     *
     * @param status {@code grpc-status}; empty if there was none
     * @param message the response message's bytes as text: its fields are text
     */
    record Reply(String status, String message) {}

    private GrpcCall() {}

    /** Calls {@code path} at the loopback address, and waits for the reply. */
    static Reply call(int port, String authority, String path, byte[] message) throws Exception {
        EventLoopGroup thread = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try {
            Channel connection =
                    new Bootstrap()
                            .group(thread)
                            .channel(NioSocketChannel.class)
                            .handler(
                                    new ChannelInitializer<>() {
                                        @Override
                                        protected void initChannel(Channel channel) {
                                            channel.pipeline()
                                                    .addLast(
                                                            Http2FrameCodecBuilder.forClient()
                                                                    .build(),
                                                            new Http2MultiplexHandler(
                                                                    new ChannelInboundHandlerAdapter()));
                                        }
                                    })
                            .connect("127.0.0.1", port)
                            .sync()
                            .channel();
            CompletableFuture<Reply> reply = new CompletableFuture<>();
            Http2StreamChannel stream =
                    new Http2StreamChannelBootstrap(connection)
                            .handler(new ReplyReader(reply))
                            .open()
                            .sync()
                            .getNow();
            Http2Headers head =
                    new DefaultHttp2Headers()
                            .method("POST")
                            .scheme("http")
                            .authority(authority)
                            .path(path)
                            .set("content-type", "application/grpc")
                            .set("te", "trailers");
            stream.write(new DefaultHttp2HeadersFrame(head, false));
            stream.writeAndFlush(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(message), true));
            return reply.get(10, TimeUnit.SECONDS);
        } finally {
            thread.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }

    private static final class ReplyReader extends ChannelInboundHandlerAdapter {
        private final CompletableFuture<Reply> reply;
        private final StringBuilder message = new StringBuilder();

        ReplyReader(CompletableFuture<Reply> reply) {
            this.reply = reply;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object frame) {
            try {
                if (frame instanceof Http2DataFrame data) {
                    ByteBuf content = data.content();
                    message.append(content.toString(StandardCharsets.UTF_8));
                } else if (frame instanceof Http2HeadersFrame fields && fields.isEndStream()) {
                    CharSequence status = fields.headers().get("grpc-status");
                    reply.complete(
                            new Reply(status == null ? "" : status.toString(), message.toString()));
                }
            } finally {
                ReferenceCountUtil.release(frame);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            reply.complete(new Reply("", message.toString()));
        }
    }
}
