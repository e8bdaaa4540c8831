package dev.maneki.connect.netty;

import dev.maneki.connect.netty.http1.Http1ClientConnection;
import dev.maneki.connect.netty.http2.Http2ClientSession;
import dev.maneki.connect.netty.pool.ClientConnection;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.pool.Origin;
import dev.maneki.connect.netty.wire.ClientLimits;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Makes connections for HTTP/1.1 and HTTP/2; with TLS, the server chooses by ALPN. */
final class TcpConnector implements Connector {
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final ClientLimits limits;
    private final boolean http2;
    private final SslContext tls;
    private final int connectMillis;

    /**
     * @param http2 whether it is offered, and spoken in the clear with prior knowledge
     */
    TcpConnector(ClientLimits limits, boolean http2, SslContext tls, int connectMillis) {
        this.limits = limits;
        this.http2 = http2;
        this.tls = tls;
        this.connectMillis = connectMillis;
    }

    @Override
    public void connect(
            Origin origin, EventLoop loop, ClientConnection.Listener listener, Answer answer) {
        Addresses.of(
                origin.host(),
                loop,
                answer,
                addresses -> connect(origin, loop, listener, answer, addresses, 0));
    }

    private void connect(
            Origin origin,
            EventLoop loop,
            ClientConnection.Listener listener,
            Answer answer,
            InetAddress[] addresses,
            int tried) {
        ChannelFuture connecting =
                new Bootstrap()
                        .group(loop)
                        .channel(EventLoops.socketChannel())
                        .option(ChannelOption.TCP_NODELAY, true)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .handler(new Nothing())
                        .connect(new InetSocketAddress(addresses[tried], origin.port()));
        connecting.addListener(
                done -> {
                    if (connecting.isSuccess()) {
                        connected(connecting.channel(), origin, listener, answer);
                    } else if (tried + 1 < addresses.length) {
                        connect(origin, loop, listener, answer, addresses, tried + 1);
                    } else {
                        answer.failed(connecting.cause());
                    }
                });
    }

    private void connected(
            Channel channel, Origin origin, ClientConnection.Listener listener, Answer answer) {
        if (!origin.tls()) {
            speak(channel, http2, listener, answer);
            return;
        }
        SslHandler handler = tls.newHandler(channel.alloc(), origin.host(), origin.port());
        handler.setHandshakeTimeout(connectMillis, TimeUnit.MILLISECONDS);
        Handshaking handshaking = new Handshaking();
        channel.pipeline().addLast(handler, handshaking);
        Future<Channel> handshake = handler.handshakeFuture();
        handshake.addListener(
                done -> {
                    if (handshake.isSuccess()) {
                        channel.pipeline().remove(handshaking);
                        boolean h2 = "h2".equals(handler.applicationProtocol());
                        speak(channel, h2, listener, answer);
                    } else {
                        channel.close();
                        answer.failed(handshake.cause());
                    }
                });
    }

    private void speak(
            Channel channel, boolean h2, ClientConnection.Listener listener, Answer answer) {
        if (h2) {
            channel.pipeline().addLast(Http2ClientSession.of(limits, listener, answer));
            channel.eventLoop()
                    .schedule(
                            () -> {
                                Http2ClientSession session =
                                        channel.pipeline().get(Http2ClientSession.class);
                                if (session != null && !session.greeted()) {
                                    channel.close();
                                }
                            },
                            connectMillis,
                            TimeUnit.MILLISECONDS);
        } else {
            Http1ClientConnection connection = new Http1ClientConnection(limits, listener);
            channel.pipeline().addLast(connection);
            answer.connected(connection);
        }
    }

    /** Until the handshake is over; its failure is told by its future. */
    private static final class Handshaking extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    /** The pipeline is made when the connection is. */
    private static final class Nothing extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel channel) {}
    }
}
