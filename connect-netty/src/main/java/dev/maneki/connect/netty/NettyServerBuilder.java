package dev.maneki.connect.netty;

import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.http3.Http3ServerSession;
import dev.maneki.connect.netty.wire.ServerLimits;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Options of a {@link NettyServer}. Not thread-safe. */
public final class NettyServerBuilder {
    private static final WriteBufferWaterMark WATER_MARK =
            new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final Consumer<HttpServerStream> handler;
    private final List<Listen> listens = new ArrayList<>();
    private Set<HttpVersion> versions = EnumSet.of(HttpVersion.HTTP_1_1, HttpVersion.HTTP_2);
    private int threads;
    private int maxConnections = 100_000;
    private int maxHeaderBytes = 32 * 1024;
    private int maxConcurrentStreams = 100;
    private int streamWindow = 256 * 1024;
    private int connectionWindow = 1024 * 1024;
    private int maxResets = 200;
    private Duration idleTimeout = Duration.ofMinutes(5);
    private Duration headerTimeout = Duration.ofSeconds(10);
    private Duration keepAlive = Duration.ofMinutes(1);
    private Duration keepAliveTimeout = Duration.ofSeconds(20);
    private Duration maxAge = Duration.ZERO;
    private Duration maxAgeGrace = Duration.ZERO;

    private sealed interface Listen {
        InetSocketAddress address();

        record Clear(InetSocketAddress address) implements Listen {}

        record Tls(InetSocketAddress address, ServerTls tls) implements Listen {}

        record Quic(InetSocketAddress address, ServerTls tls) implements Listen {}
    }

    NettyServerBuilder(Consumer<HttpServerStream> handler) {
        this.handler = handler;
    }

    /** Listens for HTTP/1.1, and HTTP/2 with prior knowledge, without TLS. Port 0 is any. */
    public NettyServerBuilder listen(InetSocketAddress address) {
        listens.add(new Listen.Clear(address));
        return this;
    }

    /** Listens for HTTP/1.1 and HTTP/2 over TLS; the client chooses by ALPN. */
    public NettyServerBuilder listenTls(InetSocketAddress address, ServerTls tls) {
        listens.add(new Listen.Tls(address, tls));
        return this;
    }

    /** Listens for HTTP/3, on a UDP port: mostly that with the number of the TLS port. */
    public NettyServerBuilder listenHttp3(InetSocketAddress address, ServerTls tls) {
        listens.add(new Listen.Quic(address, tls));
        return this;
    }

    /** The versions spoken on TCP: HTTP/1.1 and HTTP/2 by default. */
    public NettyServerBuilder versions(Set<HttpVersion> versions) {
        if (!versions.contains(HttpVersion.HTTP_1_1) && !versions.contains(HttpVersion.HTTP_2)) {
            throw new IllegalArgumentException(
                    "a server on TCP speaks HTTP_1_1, HTTP_2 or both; got " + versions);
        }
        this.versions = EnumSet.copyOf(versions);
        return this;
    }

    /** Event loop threads; one a processor by default, by 0. */
    public NettyServerBuilder threads(int threads) {
        this.threads = notNegative("threads", threads);
        return this;
    }

    /** Connections at a time; more are closed at once. 100,000 by default; 0 for any number. */
    public NettyServerBuilder maxConnections(int connections) {
        maxConnections = notNegative("maxConnections", connections);
        return this;
    }

    /** Bytes of a request's head, and of its trailers; 32 KiB by default. */
    public NettyServerBuilder maxHeaderBytes(int bytes) {
        maxHeaderBytes = positive("maxHeaderBytes", bytes);
        return this;
    }

    /** Streams of an HTTP/2 or HTTP/3 connection at a time; 100 by default. */
    public NettyServerBuilder maxConcurrentStreams(int streams) {
        maxConcurrentStreams = positive("maxConcurrentStreams", streams);
        return this;
    }

    /**
     * Bytes that a client may send before they are consumed: how much a paused stream, and a
     * connection of paused streams, can hold in memory. 256 KiB and 1 MiB by default.
     */
    public NettyServerBuilder flowControlWindows(int stream, int connection) {
        streamWindow = positive("stream window", stream);
        connectionWindow = positive("connection window", connection);
        return this;
    }

    /**
     * Streams of a connection that a client may reset, or cause to be reset, within 30 seconds; 200
     * by default, 0 for any number. More close the connection with ENHANCE_YOUR_CALM.
     */
    public NettyServerBuilder maxResets(int resets) {
        maxResets = notNegative("maxResets", resets);
        return this;
    }

    /**
     * How long a connection may have no request; with HTTP/1.1 also how long a body may stand
     * still. 5 minutes by default; zero for ever.
     */
    public NettyServerBuilder idleTimeout(Duration timeout) {
        idleTimeout = timeout;
        return this;
    }

    /** How long a TLS handshake and a request's head may take; 10 seconds by default. */
    public NettyServerBuilder headerTimeout(Duration timeout) {
        headerTimeout = timeout;
        return this;
    }

    /**
     * After how much silence an HTTP/2 client is sent a PING, and how long it has for the answer;
     * one minute and 20 seconds by default. An interval of zero sends none.
     */
    public NettyServerBuilder keepAlive(Duration interval, Duration timeout) {
        keepAlive = interval;
        keepAliveTimeout = timeout;
        return this;
    }

    /**
     * The age at which a connection is drained, so that clients spread anew, and how long that may
     * take. Zero, the default, is for ever.
     */
    public NettyServerBuilder maxConnectionAge(Duration age, Duration grace) {
        maxAge = age;
        maxAgeGrace = grace;
        return this;
    }

    /**
     * Opens the ports.
     *
     * @throws UncheckedIOException if an address cannot be bound; none is then
     */
    public NettyServer start() {
        if (listens.isEmpty()) {
            throw new IllegalStateException("a server needs an address: call listen first");
        }
        ServerLimits limits = limits();
        Connections connections = new Connections(maxConnections);
        EventLoopGroup loops = EventLoops.open(threads, "maneki-server");
        List<Channel> open = new ArrayList<>();
        try {
            for (Listen listen : listens) {
                open.add(open(listen, loops, connections, limits));
            }
        } catch (RuntimeException e) {
            open.forEach(Channel::close);
            loops.shutdownGracefully();
            throw e;
        }
        return new NettyServer(loops, open, connections);
    }

    private Channel open(
            Listen listen, EventLoopGroup loops, Connections connections, ServerLimits limits) {
        return switch (listen) {
            case Listen.Clear clear ->
                    openTcp(
                            clear.address(),
                            loops,
                            ServerPipeline.clear(handler, limits, connections, versions));
            case Listen.Tls tls ->
                    openTcp(
                            tls.address(),
                            loops,
                            ServerPipeline.tls(
                                    handler, limits, connections, tls.tls().tcp(versions)));
            case Listen.Quic quic ->
                    bound(
                            new Bootstrap()
                                    .group(loops)
                                    .channel(EventLoops.datagramChannel())
                                    .handler(
                                            Http3ServerSession.codec(
                                                    handler,
                                                    limits,
                                                    quic.tls().quic(),
                                                    connections::admit))
                                    .bind(quic.address())
                                    .awaitUninterruptibly(),
                            quic.address());
        };
    }

    private static Channel openTcp(
            InetSocketAddress address, EventLoopGroup loops, ChannelInitializer<Channel> pipeline) {
        return bound(
                new ServerBootstrap()
                        .group(loops)
                        .channel(EventLoops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, 1024)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                        .childHandler(pipeline)
                        .bind(address)
                        .awaitUninterruptibly(),
                address);
    }

    private static Channel bound(ChannelFuture bind, InetSocketAddress address) {
        if (!bind.isSuccess()) {
            BindException failure =
                    new BindException("cannot listen on " + address + ": " + bind.cause());
            failure.initCause(bind.cause());
            throw new UncheckedIOException(failure);
        }
        return bind.channel();
    }

    private ServerLimits limits() {
        return new ServerLimits(
                maxHeaderBytes,
                maxConcurrentStreams,
                streamWindow,
                connectionWindow,
                maxResets,
                idleTimeout.toNanos(),
                headerTimeout.toNanos(),
                keepAlive.toNanos(),
                keepAliveTimeout.toNanos(),
                maxAge.toNanos(),
                maxAgeGrace.toNanos());
    }

    private static int positive(String what, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(what + " must be positive; got " + value);
        }
        return value;
    }

    private static int notNegative(String what, int value) {
        if (value < 0) {
            throw new IllegalArgumentException(what + " must not be negative; got " + value);
        }
        return value;
    }
}
