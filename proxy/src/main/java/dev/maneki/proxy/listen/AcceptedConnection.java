package dev.maneki.proxy.listen;

import dev.maneki.proxy.metrics.HandshakeResult;
import dev.maneki.proxy.metrics.HttpProtocol;
import dev.maneki.proxy.metrics.TlsVersion;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.tls.HandshakeListener;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Limit;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection from accept to close: counted, bounded in time until its protocol is known, and
 * drained with its port. Event loop only.
 */
final class AcceptedConnection extends TimerWheel.Timer
        implements ChannelFutureListener, HandshakeListener {
    /**
     * How long a new connection is kept from being drained: its client is about to send the first
     * request, and closing would fail it.
     */
    private static final long NEWBORN_MILLIS = 1_000;

    private final Channel channel;
    private final OpenPort port;
    private final Worker worker;
    private @Nullable ServerConnection connection;
    private @Nullable Limit waitsFor;
    private long settledAt;
    private HttpProtocol httpProtocol = HttpProtocol.HTTP_1_1;
    private TlsVersion tlsVersion = TlsVersion.NONE;
    private boolean timedOut;

    /** Neighbours in {@link ConnectionList}. */
    @Nullable AcceptedConnection previous;

    @Nullable AcceptedConnection next;

    AcceptedConnection(Channel channel, OpenPort port, Worker worker) {
        this.channel = channel;
        this.port = port;
        this.worker = worker;
    }

    Channel channel() {
        return channel;
    }

    OpenPort port() {
        return port;
    }

    Worker worker() {
        return worker;
    }

    /** Closes the connection unless the next step comes within this limit. */
    void within(Limit limit) {
        waitsFor = limit;
        long millis = port.context().limits().get(limit);
        if (millis > 0) {
            worker.timers().set(this, millis);
        } else {
            worker.timers().cancel(this);
        }
    }

    /** The protocol is known: hands the connection over. */
    void settle(ConnectionFactory.Protocol protocol, @Nullable TlsInfo tls) {
        waitsFor = null;
        worker.timers().cancel(this);
        settledAt = System.nanoTime();
        httpProtocol =
                protocol == ConnectionFactory.Protocol.HTTP2
                        ? HttpProtocol.HTTP_2
                        : HttpProtocol.HTTP_1_1;
        tlsVersion = tls == null ? TlsVersion.NONE : TlsVersion.of(tls.version());
        worker.metrics().connectionOpened(httpProtocol, tlsVersion);
        connection =
                port.connectionFactory()
                        .start(protocol, channel.pipeline(), worker, port.context(), tls);
        if (port.draining()) {
            drain();
        }
    }

    /** No more requests; see {@link ServerConnection#drain()}. */
    void drain() {
        ServerConnection settled = connection;
        if (settled == null) {
            waitsFor = null;
            worker.timers().set(this, NEWBORN_MILLIS);
            return;
        }
        long age = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - settledAt);
        if (age < NEWBORN_MILLIS) {
            worker.timers().set(this, NEWBORN_MILLIS - age);
        } else {
            settled.drain();
        }
    }

    @Override
    protected void expired() {
        Limit limit = waitsFor;
        if (limit != null) {
            timedOut = true;
            worker.metrics().limitHit(limit);
            channel.close();
        } else if (connection != null) {
            connection.drain();
        } else {
            channel.close();
        }
    }

    @Override
    public void onEstablished(boolean http2, boolean resumed, TlsInfo tls) {
        worker.metrics().handshake(resumed ? HandshakeResult.RESUMED : HandshakeResult.FULL);
        settle(http2 ? ConnectionFactory.Protocol.HTTP2 : ConnectionFactory.Protocol.HTTP1, tls);
    }

    @Override
    public void onLimit(Limit limit) {
        worker.metrics().limitHit(limit);
    }

    @Override
    public void onFailed(HandshakeResult result, String detail) {
        worker.metrics().handshake(timedOut ? HandshakeResult.TIMEOUT : result);
    }

    /** The channel is closed. */
    @Override
    public void operationComplete(ChannelFuture future) {
        worker.timers().cancel(this);
        if (connection != null) {
            worker.metrics().connectionClosed(httpProtocol, tlsVersion);
        }
        port.closed(this);
    }
}
