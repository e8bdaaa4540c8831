package dev.maneki.connect.netty;

import dev.maneki.connect.netty.http3.Http3ClientSession;
import dev.maneki.connect.netty.pool.ClientConnection;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.pool.Origin;
import dev.maneki.connect.netty.wire.ClientLimits;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** Makes connections for HTTP/3, each with its own UDP socket. */
final class QuicConnector implements Connector {
    private final ClientLimits limits;
    private final QuicSslContext tls;
    private final int connectMillis;

    QuicConnector(ClientLimits limits, QuicSslContext tls, int connectMillis) {
        this.limits = limits;
        this.tls = tls;
        this.connectMillis = connectMillis;
    }

    @Override
    public void connect(
            Origin origin, EventLoop loop, ClientConnection.Listener listener, Answer answer) {
        if (!origin.tls()) {
            answer.failed(new IOException("HTTP/3 needs https"));
            return;
        }
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
        Retry retry =
                cause -> {
                    if (tried + 1 < addresses.length) {
                        connect(origin, loop, listener, answer, addresses, tried + 1);
                    } else {
                        answer.failed(cause);
                    }
                };
        ChannelFuture bound =
                new Bootstrap()
                        .group(loop)
                        .channel(EventLoops.datagramChannel())
                        .handler(codec(origin))
                        .bind(0);
        InetSocketAddress address = new InetSocketAddress(addresses[tried], origin.port());
        bound.addListener(
                done -> {
                    if (bound.isSuccess()) {
                        connect(bound.channel(), address, listener, answer, retry);
                    } else {
                        retry.failed(bound.cause());
                    }
                });
    }

    private interface Retry {
        void failed(Throwable cause);
    }

    private ChannelHandler codec(Origin origin) {
        return Http3.newQuicClientCodecBuilder()
                .sslEngineProvider(
                        channel -> tls.newEngine(channel.alloc(), origin.host(), origin.port()))
                .maxIdleTimeout(limits.idleNanos(), TimeUnit.NANOSECONDS)
                .initialMaxData(limits.connectionWindow())
                .initialMaxStreamDataBidirectionalLocal(limits.streamWindow())
                .initialMaxStreamDataBidirectionalRemote(limits.streamWindow())
                .build();
    }

    private void connect(
            Channel datagrams,
            InetSocketAddress address,
            ClientConnection.Listener listener,
            Answer answer,
            Retry retry) {
        Http3ClientSession session = new Http3ClientSession(limits, listener);
        Future<QuicChannel> connecting =
                QuicChannel.newBootstrap(datagrams)
                        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, connectMillis)
                        .handler(
                                new ChannelInitializer<QuicChannel>() {
                                    @Override
                                    protected void initChannel(QuicChannel channel) {
                                        channel.pipeline().addLast(session.handlers());
                                    }
                                })
                        .remoteAddress(address)
                        .connect();
        connecting.addListener(
                done -> {
                    if (connecting.isSuccess()) {
                        connecting.getNow().closeFuture().addListener(gone -> datagrams.close());
                        session.whenUsable(answer);
                    } else {
                        datagrams.close();
                        retry.failed(connecting.cause());
                    }
                });
    }
}
