package dev.maneki.app.quickstart;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;

/**
 * The gRPC service {@code maneki.example.Echo} of {@code examples/quickstart/echo.proto}, over
 * HTTP/2 in the clear: {@code Say} answers with the text it got and its own name.
 */
final class GrpcEcho extends ChannelInitializer<Channel> {
    private final String name;

    GrpcEcho(String name) {
        this.name = name;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(
                        Http2FrameCodecBuilder.forServer().build(),
                        new Http2MultiplexHandler(
                                new ChannelInitializer<>() {
                                    @Override
                                    protected void initChannel(Channel stream) {
                                        stream.pipeline().addLast(new Call(name));
                                    }
                                }));
    }

    /** One call: gathers the request message, then answers. */
    private static final class Call extends ChannelDuplexHandler {
        private static final int MESSAGE_LIMIT = 1 << 20;

        private final String name;
        private final ByteArrayOutputStream request = new ByteArrayOutputStream();
        private String path = "";

        Call(String name) {
            this.name = name;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            try {
                switch (message) {
                    case Http2HeadersFrame frame -> {
                        CharSequence target = frame.headers().path();
                        path = target == null ? path : target.toString();
                        end(context, frame.isEndStream());
                    }
                    case Http2DataFrame frame -> {
                        take(frame.content());
                        context.write(
                                new DefaultHttp2WindowUpdateFrame(
                                                frame.initialFlowControlledBytes())
                                        .stream(frame.stream()));
                        end(context, frame.isEndStream());
                    }
                    default -> {
                        // Resets and priorities: nothing to do for one call.
                    }
                }
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        private void take(ByteBuf content) {
            if (request.size() + content.readableBytes() <= MESSAGE_LIMIT) {
                byte[] bytes = new byte[content.readableBytes()];
                content.readBytes(bytes);
                request.writeBytes(bytes);
            }
        }

        private void end(ChannelHandlerContext context, boolean ended) {
            if (!ended) {
                return;
            }
            if (!path.equals("/maneki.example.Echo/Say")) {
                // A response of trailers only.
                Http2Headers refusal = head().set("grpc-status", "12");
                refusal.set("grpc-message", "no such method");
                context.writeAndFlush(new DefaultHttp2HeadersFrame(refusal, true));
                return;
            }
            byte[] reply = EchoMessage.reply(request.toByteArray(), name);
            ByteBuf body = context.alloc().buffer(reply.length).writeBytes(reply);
            context.write(new DefaultHttp2HeadersFrame(head(), false));
            context.write(new DefaultHttp2DataFrame(body, false));
            context.writeAndFlush(
                    new DefaultHttp2HeadersFrame(
                            new DefaultHttp2Headers().set("grpc-status", "0"), true));
        }

        private static Http2Headers head() {
            return new DefaultHttp2Headers().status("200").set("content-type", "application/grpc");
        }
    }
}
