package dev.maneki.connect.netty;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.http1.Http1ServerConnection;
import dev.maneki.connect.netty.http2.Http2ServerSession;
import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ApplicationProtocolNegotiationHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What a server's new connection is made of. */
final class ServerPipeline {
    private ServerPipeline() {}

    static ChannelInitializer<Channel> clear(
            Consumer<HttpServerStream> handler,
            ServerLimits limits,
            Connections connections,
            Set<HttpVersion> versions) {
        boolean http1 = versions.contains(HttpVersion.HTTP_1_1);
        boolean http2 = versions.contains(HttpVersion.HTTP_2);
        return new Admission(connections) {
            @Override
            void admitted(Channel channel) {
                channel.pipeline().addLast(first());
            }

            private ChannelHandler first() {
                if (http1 && http2) {
                    return new PrefaceDetection(
                            this::newHttp1, this::newHttp2, limits.headerNanos());
                }
                return http1 ? newHttp1() : newHttp2();
            }

            private ChannelHandler newHttp1() {
                return new Http1ServerConnection(handler, limits, "http");
            }

            private ChannelHandler newHttp2() {
                return Http2ServerSession.of(handler, limits, "http");
            }
        };
    }

    static ChannelInitializer<Channel> tls(
            Consumer<HttpServerStream> handler,
            ServerLimits limits,
            Connections connections,
            SslContext context) {
        return new Admission(connections) {
            @Override
            void admitted(Channel channel) {
                SslHandler tls = context.newHandler(channel.alloc());
                tls.setHandshakeTimeout(limits.headerNanos(), TimeUnit.NANOSECONDS);
                channel.pipeline().addLast(tls, new Negotiation(handler, limits));
            }
        };
    }

    private abstract static class Admission extends ChannelInitializer<Channel> {
        private final Connections connections;

        Admission(Connections connections) {
            this.connections = connections;
        }

        @Override
        protected void initChannel(Channel channel) {
            if (connections.admit(channel)) {
                admitted(channel);
            } else {
                channel.close();
            }
        }

        abstract void admitted(Channel channel);
    }

    private static final class Negotiation extends ApplicationProtocolNegotiationHandler {
        private final Consumer<HttpServerStream> handler;
        private final ServerLimits limits;

        Negotiation(Consumer<HttpServerStream> handler, ServerLimits limits) {
            super(ApplicationProtocolNames.HTTP_1_1);
            this.handler = handler;
            this.limits = limits;
        }

        @Override
        protected void configurePipeline(ChannelHandlerContext context, String protocol) {
            boolean http2 = protocol.equals(ApplicationProtocolNames.HTTP_2);
            context.pipeline()
                    .addLast(
                            http2
                                    ? Http2ServerSession.of(handler, limits, "https")
                                    : new Http1ServerConnection(handler, limits, "https"));
        }

        @Override
        protected void handshakeFailure(ChannelHandlerContext context, Throwable cause) {
            context.close(); // Strangers fail handshakes all day: nothing to log.
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
