package dev.maneki.connect.netty.http3;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.Peer;
import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.netty.wire.ErrorCodes;
import dev.maneki.connect.netty.wire.Peers;
import dev.maneki.connect.netty.wire.ServedConnection;
import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http3.DefaultHttp3GoAwayFrame;
import io.netty.handler.codec.http3.DefaultHttp3SettingsFrame;
import io.netty.handler.codec.http3.Http3;
import io.netty.handler.codec.http3.Http3ServerConnectionHandler;
import io.netty.handler.codec.http3.Http3Settings;
import io.netty.handler.codec.quic.QuicChannel;
import io.netty.handler.codec.quic.QuicConnectionCloseEvent;
import io.netty.handler.codec.quic.QuicSslContext;
import io.netty.handler.codec.quic.QuicStreamChannel;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A server's HTTP/3 connection. */
public final class Http3ServerSession extends ChannelInboundHandlerAdapter
        implements ServedConnection {
    /** How often a client is asked whether it still waits. */
    private static final long PROBE_MILLIS = 500;

    private final QuicChannel channel;
    private @Nullable Peer peer;
    private long lastStream = -4;
    private final Set<Http3ServerStream> streams = new LinkedHashSet<>();
    private boolean probing;
    private boolean draining;

    private Http3ServerSession(QuicChannel channel) {
        this.channel = channel;
    }

    /**
     * What a datagram channel of a server is made of.
     *
     * @param admission whether a new connection is wanted
     */
    public static ChannelHandler codec(
            Consumer<HttpServerStream> server,
            ServerLimits limits,
            QuicSslContext tls,
            Predicate<QuicChannel> admission) {
        return Http3.newQuicServerCodecBuilder()
                .sslContext(tls)
                .maxIdleTimeout(limits.idleNanos(), TimeUnit.NANOSECONDS)
                .initialMaxData(limits.connectionWindow())
                .initialMaxStreamDataBidirectionalLocal(limits.streamWindow())
                .initialMaxStreamDataBidirectionalRemote(limits.streamWindow())
                .initialMaxStreamsBidirectional(limits.maxConcurrentStreams())
                .handler(
                        new ChannelInitializer<QuicChannel>() {
                            @Override
                            protected void initChannel(QuicChannel channel) {
                                if (admission.test(channel)) {
                                    open(channel, server, limits);
                                } else {
                                    channel.close();
                                }
                            }
                        })
                .build();
    }

    private static void open(
            QuicChannel channel, Consumer<HttpServerStream> server, ServerLimits limits) {
        Http3ServerSession session = new Http3ServerSession(channel);
        channel.pipeline()
                .addLast(
                        session,
                        new Http3ServerConnectionHandler(
                                new ChannelInitializer<QuicStreamChannel>() {
                                    @Override
                                    protected void initChannel(QuicStreamChannel stream) {
                                        session.begin(stream, server);
                                    }
                                },
                                null,
                                null,
                                new DefaultHttp3SettingsFrame(
                                        new Http3Settings()
                                                .maxFieldSectionSize(limits.maxHeaderBytes())),
                                true));
    }

    private void begin(QuicStreamChannel stream, Consumer<HttpServerStream> server) {
        if (draining && stream.streamId() > lastStream) {
            stream.shutdown(ErrorCodes.http3(StreamReset.Cause.REFUSED));
            return;
        }
        lastStream = Math.max(lastStream, stream.streamId());
        Http3ServerStream exchange = new Http3ServerStream(server, peer());
        streams.add(exchange);
        stream.closeFuture().addListener(closed -> ended(exchange));
        stream.pipeline().addLast(exchange);
        scheduleProbe();
    }

    private void scheduleProbe() {
        if (!probing) {
            probing = true;
            channel.eventLoop().schedule(this::probe, PROBE_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void probe() {
        probing = false;
        List.copyOf(streams).forEach(Http3ServerStream::probe);
        if (!streams.isEmpty()) {
            scheduleProbe();
        }
    }

    private void ended(Http3ServerStream stream) {
        streams.remove(stream);
        closeIfDrained();
    }

    @Override
    public void drain() {
        if (draining) {
            return;
        }
        draining = true;
        QuicStreamChannel control = Http3.getLocalControlStream(channel);
        if (control != null) {
            // The first stream that is not served (RFC 9114, section 5.2).
            control.writeAndFlush(new DefaultHttp3GoAwayFrame(lastStream + 4));
        }
        closeIfDrained();
    }

    private void closeIfDrained() {
        if (draining && streams.isEmpty()) {
            // What is written last must be on its way before the connection says goodbye.
            channel.eventLoop()
                    .schedule(
                            () ->
                                    channel.close(
                                            true, ErrorCodes.H3_NO_ERROR, Unpooled.EMPTY_BUFFER),
                            100,
                            TimeUnit.MILLISECONDS);
        }
    }

    /**
     * The codec holds a connection that the client has closed until QUIC's draining period is over
     * (RFC 9000, section 10.2.2): what runs on it learns at once that it is gone.
     */
    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof QuicConnectionCloseEvent) {
            context.close();
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private Peer peer() {
        Peer known = peer;
        if (known == null) {
            var engine = channel.sslEngine();
            known =
                    Peers.of(
                            channel.remoteSocketAddress(),
                            engine == null ? null : engine.getSession());
            peer = known;
        }
        return known;
    }
}
