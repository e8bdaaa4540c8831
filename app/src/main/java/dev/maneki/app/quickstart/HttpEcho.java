package dev.maneki.app.quickstart;

import dev.maneki.app.output.Json;
import dev.maneki.app.output.Tree;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
        channel.pipeline().addLast(new HttpServerCodec(), new Requests(name));
    }

    /** The requests of one connection, one after the other. */
    private static final class Requests extends SimpleChannelInboundHandler<HttpObject> {
        private final String name;
        private final StringBuilder body = new StringBuilder();
        private @Nullable HttpRequest request;

        Requests(String name) {
            this.name = name;
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
            if (part instanceof HttpRequest head) {
                request = head;
                body.setLength(0);
                if (HttpUtil.is100ContinueExpected(head)) {
                    context.writeAndFlush(
                            new DefaultFullHttpResponse(
                                    HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
                }
            }
            if (part instanceof HttpContent content && body.length() < BODY_LIMIT) {
                body.append(content.content().toString(StandardCharsets.UTF_8));
            }
            HttpRequest whole = request;
            if (part instanceof LastHttpContent && whole != null) {
                request = null;
                answer(context, whole);
            }
        }

        private void answer(ChannelHandlerContext context, HttpRequest whole) {
            ByteBuf text =
                    Unpooled.copiedBuffer(Json.pretty(describe(whole)), StandardCharsets.UTF_8);
            FullHttpResponse response =
                    new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status(whole), text);
            response.headers()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
                    .setInt(HttpHeaderNames.CONTENT_LENGTH, text.readableBytes());
            boolean keepAlive = HttpUtil.isKeepAlive(whole);
            HttpUtil.setKeepAlive(response, keepAlive);
            ChannelFuture written = context.writeAndFlush(response);
            if (!keepAlive) {
                written.addListener(ChannelFutureListener.CLOSE);
            }
        }

        private Tree describe(HttpRequest whole) {
            Map<String, Tree> headers = new TreeMap<>();
            whole.headers()
                    .forEach(field -> headers.put(field.getKey(), Tree.of(field.getValue())));
            return Tree.object()
                    .with("backend", name)
                    .with("method", whole.method().name())
                    .with("target", whole.uri())
                    .with("headers", new Tree.Fields(headers))
                    .withText("body", body.toString())
                    .build();
        }
    }

    private static HttpResponseStatus status(HttpRequest request) {
        List<String> asked = new QueryStringDecoder(request.uri()).parameters().get("status");
        if (asked == null || !asked.getFirst().matches("[2-5]\\d\\d")) {
            return HttpResponseStatus.OK;
        }
        return HttpResponseStatus.valueOf(Integer.parseInt(asked.getFirst()));
    }
}
