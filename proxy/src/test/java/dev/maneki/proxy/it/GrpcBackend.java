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
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A gRPC server on Netty's HTTP/2, which shares no code with ours, told what to do call by call.
 */
final class GrpcBackend implements AutoCloseable {
    /** What happens in a call. */
    interface Script {
        /** The request has ended. */
        void onEnd(Call call);

        /** A message has come, without its framing. */
        default void onMessage(Call call, byte[] message) {}

        /** The head has come. */
        default void onHead(Call call) {}
    }

    private final EventLoopGroup group =
            new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final List<Call> calls = new CopyOnWriteArrayList<>();
    private final LinkedBlockingQueue<Long> resets = new LinkedBlockingQueue<>();
    private final Channel channel;
    private volatile Script script;

    GrpcBackend(Script script) {
        this.script = script;
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
                                                        new Http2MultiplexHandler(streams()));
                                    }
                                })
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .syncUninterruptibly()
                        .channel();
    }

    private ChannelInitializer<Channel> streams() {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel stream) {
                stream.pipeline().addLast(new Call(script));
            }
        };
    }

    /** One call. */
    final class Call extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final Script script;
        private final ByteBuf body = Unpooled.buffer();
        final List<byte[]> messages = new ArrayList<>();
        final List<Integer> flags = new ArrayList<>();
        private volatile Http2Headers head = new DefaultHttp2Headers();
        private volatile ChannelHandlerContext context;

        private Call(Script script) {
            this.script = script;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, Http2StreamFrame frame) {
            context = ctx;
            if (frame instanceof Http2HeadersFrame headers) {
                head = headers.headers();
                calls.add(this);
                script.onHead(this);
                if (headers.isEndStream()) {
                    script.onEnd(this);
                }
            } else if (frame instanceof Http2DataFrame data) {
                body.writeBytes(data.content());
                while (body.readableBytes() >= 5
                        && body.readableBytes() >= 5 + body.getInt(body.readerIndex() + 1)) {
                    flags.add((int) body.readByte());
                    byte[] message = new byte[body.readInt()];
                    body.readBytes(message);
                    messages.add(message);
                    script.onMessage(this, message);
                }
                if (data.isEndStream()) {
                    script.onEnd(this);
                }
            } else if (frame instanceof Http2ResetFrame reset) {
                resets.add(reset.errorCode());
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                resets.add(reset.errorCode());
            }
        }

        String header(String name) {
            CharSequence value = head.get(name);
            return value == null ? "" : value.toString();
        }

        List<String> headers(String name) {
            return head.getAll(name).stream().map(CharSequence::toString).toList();
        }

        Call head(String... fields) {
            context.write(
                    new DefaultHttp2HeadersFrame(
                            fields(
                                    new DefaultHttp2Headers()
                                            .status("200")
                                            .set("content-type", "application/grpc"),
                                    fields),
                            false));
            return this;
        }

        Call message(byte[] message) {
            return message(0, message);
        }

        Call message(int flag, byte[] message) {
            ByteBuf framed = Unpooled.buffer();
            framed.writeByte(flag).writeInt(message.length).writeBytes(message);
            context.writeAndFlush(new DefaultHttp2DataFrame(framed, false));
            return this;
        }

        void trailers(String... fields) {
            context.writeAndFlush(
                    new DefaultHttp2HeadersFrame(fields(new DefaultHttp2Headers(), fields), true));
        }

        void trailersOnly(String... fields) {
            context.writeAndFlush(
                    new DefaultHttp2HeadersFrame(
                            fields(
                                    new DefaultHttp2Headers()
                                            .status("200")
                                            .set("content-type", "application/grpc"),
                                    fields),
                            true));
        }

        void reset(Http2Error error) {
            context.writeAndFlush(new DefaultHttp2ResetFrame(error));
        }

        private static Http2Headers fields(Http2Headers headers, String... fields) {
            for (int i = 0; i < fields.length; i += 2) {
                headers.add(fields[i], fields[i + 1]);
            }
            return headers;
        }
    }

    void script(Script next) {
        script = next;
    }

    int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    List<Call> calls() {
        return calls;
    }

    /** The error code of the next reset that comes, -1 if none does. */
    long awaitReset() throws InterruptedException {
        Long code = resets.poll(20, TimeUnit.SECONDS);
        return code == null ? -1 : code;
    }

    @Override
    public void close() {
        if (group.isShuttingDown()) {
            return;
        }
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
