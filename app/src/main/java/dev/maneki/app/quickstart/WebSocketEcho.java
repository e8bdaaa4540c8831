package dev.maneki.app.quickstart;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;

/** Sends every text message of a WebSocket (RFC 6455) back, with its own name in front. */
final class WebSocketEcho extends ChannelInitializer<Channel> {
    private final String name;

    WebSocketEcho(String name) {
        this.name = name;
    }

    @Override
    protected void initChannel(Channel channel) {
        WebSocketServerProtocolConfig anyPath =
                WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath("/")
                        .checkStartsWith(true)
                        .build();
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(1 << 16),
                        new WebSocketServerProtocolHandler(anyPath),
                        new SimpleChannelInboundHandler<TextWebSocketFrame>() {
                            @Override
                            protected void channelRead0(
                                    ChannelHandlerContext context, TextWebSocketFrame frame) {
                                context.writeAndFlush(
                                        new TextWebSocketFrame(name + ": " + frame.text()));
                            }
                        });
    }
}
