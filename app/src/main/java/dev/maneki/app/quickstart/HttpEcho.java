package dev.maneki.app.quickstart;

import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Answers every request with what it saw, as JSON; {@code ?status=503} answers with that status.
 */
final class HttpEcho extends ChannelInitializer<Channel> {
    private static final int BODY_LIMIT = 1 << 20;

    private final String name;

    HttpEcho(String name) {
        this.name = name;
    }

    @Override
    protected void initChannel(Channel channel) {
        channel.pipeline()
                .addLast(
                        new HttpServerCodec(),
                        new HttpObjectAggregator(BODY_LIMIT),
                        new SimpleChannelInboundHandler<FullHttpRequest>() {
                            @Override
                            protected void channelRead0(
                                    ChannelHandlerContext context, FullHttpRequest request) {
                                answer(context, request);
                            }
                        });
    }

    private void answer(ChannelHandlerContext context, FullHttpRequest request) {
        ByteBuf body =
                Unpooled.copiedBuffer(Json.pretty(describe(request)), StandardCharsets.UTF_8);
        FullHttpResponse response =
                new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(request), body);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                .setInt(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        HttpUtil.setKeepAlive(response, keepAlive);
        var written = context.writeAndFlush(response);
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }

    private Tree describe(FullHttpRequest request) {
        Map<String, Tree> headers = new TreeMap<>();
        request.headers().forEach(field -> headers.put(field.getKey(), Tree.of(field.getValue())));
        return Tree.object()
                .with("backend", name)
                .with("method", request.method().name())
                .with("target", request.uri())
                .with("headers", new Tree.Fields(headers))
                .withText("body", request.content().toString(StandardCharsets.UTF_8))
                .build();
    }

    private static HttpResponseStatus status(FullHttpRequest request) {
        var asked = new QueryStringDecoder(request.uri()).parameters().get("status");
        if (asked == null || !asked.getFirst().matches("[2-5]\\d\\d")) {
            return HttpResponseStatus.OK;
        }
        return HttpResponseStatus.valueOf(Integer.parseInt(asked.getFirst()));
    }
}
