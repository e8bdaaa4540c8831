package dev.maneki.proxy.upstream;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.http1.Http1ClientConnection;
import dev.maneki.proxy.http2.Http2ClientConnection;
import dev.maneki.proxy.listen.Transport;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.tls.BackendTlsContexts;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.Future;
import java.net.ConnectException;

/** Connects by Netty, on the worker's own event loop. Thread-safe. */
public final class NettyConnector implements Connector {
    private final Transport transport;
    private final Limits limits;
    private final BackendTlsContexts tls;

    /** With sockets of this kind, and TLS by these contexts. */
    public NettyConnector(Transport transport, Limits limits, BackendTlsContexts tls) {
        this.tls = tls;
        this.transport = transport;
        this.limits = limits;
    }

    @Override
    public void connect(Worker worker, UpstreamEndpoint endpoint, Result result) {
        Channel channel = transport.newClientChannel();
        channel.config()
                .setAllocator(PooledByteBufAllocator.DEFAULT)
                .setConnectTimeoutMillis(limits.bound(Limit.CONNECT_TIMEOUT));
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        int high = limits.bound(Limit.CONNECTION_BUFFER);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        new Connecting(channel, worker, endpoint, result).begin();
    }

    /** One connection until it is ready or has failed: TCP, then TLS. Event loop only. */
    private final class Connecting extends TimerWheel.Timer implements BackendTlsContexts.Listener {
        private final Channel channel;
        private final Worker worker;
        private final UpstreamEndpoint endpoint;
        private final Backend backend;
        private final Result result;
        private boolean over;

        Connecting(Channel channel, Worker worker, UpstreamEndpoint endpoint, Result result) {
            this.channel = channel;
            this.worker = worker;
            this.endpoint = endpoint;
            this.backend = endpoint.upstream().backend();
            this.result = result;
        }

        void begin() {
            worker.loop().register(channel).addListener(this::registered);
        }

        private void registered(Future<? super Void> registration) {
            if (registration.isSuccess()) {
                channel.connect(endpoint.address()).addListener(this::connected);
            } else {
                fail(fault(registration.cause()));
            }
        }

        private void connected(Future<? super Void> connection) {
            if (!connection.isSuccess()) {
                fail(fault(connection.cause()));
            } else if (backend.tls().isEmpty()) {
                succeed(backend.protocol() == Backend.Protocol.HTTP2, false);
            } else {
                // TLS takes no longer than TCP may.
                long patience = limits.get(Limit.CONNECT_TIMEOUT);
                if (patience > 0) {
                    worker.timers().set(this, patience);
                }
                int port = endpoint.address().getPort();
                tls.start(channel, backend.tls().get(), backend.protocol(), port, this);
            }
        }

        @Override
        public void onEstablished(boolean http2) {
            succeed(http2, true);
        }

        @Override
        public void onFailed(String detail) {
            fail(new StreamFault(Reason.BACKEND_TLS_FAILED, true, detail));
        }

        @Override
        protected void expired() {
            fail(new StreamFault(Reason.CONNECT_TIMEOUT, true, "the TLS handshake took too long"));
        }

        private void succeed(boolean http2, boolean secure) {
            if (end()) {
                result.onConnected(protocol(http2, secure));
            }
        }

        private void fail(StreamFault fault) {
            if (end()) {
                channel.close();
                result.onFailed(fault);
            }
        }

        private boolean end() {
            boolean first = !over;
            over = true;
            worker.timers().cancel(this);
            worker.clock().refresh();
            return first;
        }

        private ClientConnection protocol(boolean http2, boolean secure) {
            if (http2) {
                Http2ClientConnection connection =
                        new Http2ClientConnection(worker, limits, result, secure);
                channel.pipeline().addLast(connection);
                return connection;
            }
            Http1ClientConnection connection = new Http1ClientConnection(worker, result);
            channel.pipeline().addLast(connection);
            return connection;
        }
    }

    private static StreamFault fault(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case ConnectTimeoutException timeout ->
                    new StreamFault(Reason.CONNECT_TIMEOUT, true, message);
            case ConnectException refused when message.contains("refused") ->
                    new StreamFault(Reason.CONNECT_REFUSED, true, "connection refused");
            default -> new StreamFault(Reason.CONNECT_FAILED, true, message);
        };
    }
}
