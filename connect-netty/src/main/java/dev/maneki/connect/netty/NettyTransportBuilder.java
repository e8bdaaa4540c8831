package dev.maneki.connect.netty;

import dev.maneki.connect.http.HttpVersion;
import dev.maneki.connect.netty.pool.Connector;
import dev.maneki.connect.netty.wire.ClientLimits;
import java.time.Duration;
import java.util.List;

/** Options of a {@link NettyTransport}. Not thread-safe. */
public final class NettyTransportBuilder {
    private HttpVersion version = HttpVersion.HTTP_2;
    private ClientTls tls = ClientTls.DEFAULT;
    private int threads;
    private int maxConnections = 100;
    private int maxWaiting = 10_000;
    private int maxHeaderBytes = 32 * 1024;
    private int streamWindow = 1024 * 1024;
    private int connectionWindow = 4 * 1024 * 1024;
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration idleTimeout = Duration.ofMinutes(1);
    private Duration keepAlive = Duration.ZERO;
    private Duration keepAliveTimeout = Duration.ofSeconds(20);

    NettyTransportBuilder() {}

    /** HTTP_1_1, HTTP_2 (the default) or HTTP_3, which needs {@code https}. */
    public NettyTransportBuilder version(HttpVersion version) {
        if (version == HttpVersion.HTTP_1_0) {
            throw new IllegalArgumentException("no requests are sent in HTTP/1.0");
        }
        this.version = version;
        return this;
    }

    /** For origins with {@code https}; {@link ClientTls#DEFAULT} by default. */
    public NettyTransportBuilder tls(ClientTls tls) {
        this.tls = tls;
        return this;
    }

    /** Event loop threads; one a processor by default, by 0. */
    public NettyTransportBuilder threads(int threads) {
        this.threads = threads;
        return this;
    }

    /** Connections to an origin at a time; 100 by default. */
    public NettyTransportBuilder maxConnections(int connections) {
        if (connections <= 0) {
            throw new IllegalArgumentException("maxConnections must be positive");
        }
        maxConnections = connections;
        return this;
    }

    /**
     * Requests to an origin that may wait for a connection; more are refused. 10,000 by default.
     */
    public NettyTransportBuilder maxWaiting(int requests) {
        maxWaiting = requests;
        return this;
    }

    /** Bytes of a response's head, and of its trailers; 32 KiB by default. */
    public NettyTransportBuilder maxHeaderBytes(int bytes) {
        maxHeaderBytes = bytes;
        return this;
    }

    /**
     * Bytes that a server may send before they are consumed: how much a paused stream, and a
     * connection of paused streams, can hold in memory. 1 MiB and 4 MiB by default.
     */
    public NettyTransportBuilder flowControlWindows(int stream, int connection) {
        streamWindow = stream;
        connectionWindow = connection;
        return this;
    }

    /** For each address of a server, and again for its TLS handshake; 10 seconds by default. */
    public NettyTransportBuilder connectTimeout(Duration timeout) {
        connectTimeout = timeout;
        return this;
    }

    /** After which a connection without requests is closed; a minute by default, zero for never. */
    public NettyTransportBuilder idleTimeout(Duration timeout) {
        idleTimeout = timeout;
        return this;
    }

    /**
     * After how much silence an HTTP/2 connection with requests is sent a PING, and how long the
     * answer may take. None by default: servers may object to many.
     */
    public NettyTransportBuilder keepAlive(Duration interval, Duration timeout) {
        keepAlive = interval;
        keepAliveTimeout = timeout;
        return this;
    }

    /** A transport; connections are made when they are needed. */
    public NettyTransport build() {
        ClientLimits limits =
                new ClientLimits(
                        maxHeaderBytes,
                        streamWindow,
                        connectionWindow,
                        idleTimeout.toNanos(),
                        keepAlive.toNanos(),
                        keepAliveTimeout.toNanos());
        return new NettyTransport(
                EventLoops.open(threads, "maneki-client"),
                connector(limits),
                version,
                maxConnections,
                maxWaiting);
    }

    private Connector connector(ClientLimits limits) {
        if (version == HttpVersion.HTTP_3) {
            return new QuicConnector(limits, tls.quic(), (int) connectTimeout.toMillis());
        }
        boolean http2 = version == HttpVersion.HTTP_2;
        return new TcpConnector(
                limits,
                http2,
                tls.tcp(http2 ? List.of("h2", "http/1.1") : List.of("http/1.1")),
                (int) connectTimeout.toMillis());
    }
}
