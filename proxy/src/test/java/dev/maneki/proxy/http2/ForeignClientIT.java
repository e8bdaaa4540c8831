package dev.maneki.proxy.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Netty's client, which shares no code with ours above HPACK's text, against our server half. */
@Timeout(30)
class ForeignClientIT {
    private final TestServer server = new TestServer(Limits.DEFAULT);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void manyStreamsWithBodiesAndTrailers() throws Exception {
        Channel channel = connect();
        List<CompletableFuture<String>> answers = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 90; i++) {
            answers.add(echo(channel, 1_000 * i));
        }
        for (int i = 0; i < 90; i++) {
            assertThat(answers.get(i).get(20, TimeUnit.SECONDS))
                    .isEqualTo("200 " + 1_000 * i + " grpc-status=0");
        }
        channel.close().sync();
    }

    private Channel connect() throws InterruptedException {
        return new Bootstrap()
                .group(server.loop())
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                channel.pipeline()
                                        .addLast(Http2FrameCodecBuilder.forClient().build())
                                        .addLast(
                                                new Http2MultiplexHandler(
                                                        new ChannelInboundHandlerAdapter()));
                            }
                        })
                .connect(InetAddress.getLoopbackAddress(), server.port())
                .sync()
                .channel();
    }

    private static CompletableFuture<String> echo(Channel channel, int size) throws Exception {
        CompletableFuture<String> answer = new CompletableFuture<>();
        Http2StreamChannel stream =
                new Http2StreamChannelBootstrap(channel)
                        .handler(new Answer(answer))
                        .open()
                        .get(10, TimeUnit.SECONDS);
        DefaultHttp2Headers head = new DefaultHttp2Headers();
        head.method("POST").scheme("http").path("/echo").authority("example.com");
        head.add("te", "trailers").add("content-type", "application/grpc");
        stream.write(new DefaultHttp2HeadersFrame(head, false));
        stream.write(new DefaultHttp2DataFrame(Unpooled.wrappedBuffer(new byte[size]), false, 7));
        stream.writeAndFlush(
                new DefaultHttp2HeadersFrame(
                        new DefaultHttp2Headers().add("grpc-status", "0"), true));
        return answer;
    }

    private static final class Answer extends SimpleChannelInboundHandler<Http2StreamFrame> {
        private final CompletableFuture<String> answer;
        private String status = "";
        private int bytes;

        Answer(CompletableFuture<String> answer) {
            this.answer = answer;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
            switch (frame) {
                case Http2HeadersFrame trailers when trailers.isEndStream() ->
                        answer.complete(
                                status
                                        + " "
                                        + bytes
                                        + " grpc-status="
                                        + trailers.headers().get("grpc-status"));
                case Http2HeadersFrame head -> status = String.valueOf(head.headers().status());
                case Http2DataFrame data -> bytes += data.content().readableBytes();
                default -> {}
            }
        }
    }
}
