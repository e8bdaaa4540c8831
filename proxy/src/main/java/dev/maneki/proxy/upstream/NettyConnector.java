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
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.WriteBufferWaterMark;
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
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.SO_KEEPALIVE, true);
        int high = limits.bound(Limit.CONNECTION_BUFFER);
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(high / 2, high));
        Backend backend = endpoint.upstream().backend();
        worker.loop()
                .register(channel)
                .addListener(
                        registered -> {
                            if (!registered.isSuccess()) {
                                channel.close();
                                result.onFailed(fault(registered.cause()));
                                return;
                            }
                            channel.connect(endpoint.address())
                                    .addListener(
                                            (ChannelFuture connected) -> {
                                                if (connected.isSuccess()) {
                                                    connected(
                                                            channel, worker, endpoint, backend,
                                                            result);
                                                } else {
                                                    channel.close();
                                                    result.onFailed(fault(connected.cause()));
                                                }
                                            });
                        });
    }

    private void connected(
            Channel channel,
            Worker worker,
            UpstreamEndpoint endpoint,
            Backend backend,
            Result result) {
        if (backend.tls().isEmpty()) {
            boolean http2 = backend.protocol() == Backend.Protocol.HTTP2;
            result.onConnected(start(channel, worker, result, http2, false));
            return;
        }
        Handshake handshake = new Handshake(channel, worker, result);
        long patience = limits.get(Limit.CONNECT_TIMEOUT);
        if (patience > 0) {
            worker.timers().set(handshake, patience);
        }
        tls.start(
                channel,
                backend.tls().get(),
                backend.protocol(),
                endpoint.address().getPort(),
                handshake);
    }

    /** Waits for TLS, and no longer than for a connection. Event loop only. */
    private final class Handshake extends TimerWheel.Timer implements BackendTlsContexts.Listener {
        private final Channel channel;
        private final Worker worker;
        private final Result result;
        private boolean over;

        Handshake(Channel channel, Worker worker, Result result) {
            this.channel = channel;
            this.worker = worker;
            this.result = result;
        }

        @Override
        public void onEstablished(boolean http2) {
            if (end()) {
                result.onConnected(start(channel, worker, result, http2, true));
            }
        }

        @Override
        public void onFailed(String detail) {
            if (end()) {
                result.onFailed(new StreamFault(Reason.BACKEND_TLS_FAILED, true, detail));
            }
        }

        @Override
        protected void expired() {
            if (end()) {
                channel.close();
                result.onFailed(
                        new StreamFault(
                                Reason.CONNECT_TIMEOUT, true, "the TLS handshake took too long"));
            }
        }

        private boolean end() {
            boolean first = !over;
            over = true;
            worker.timers().cancel(this);
            return first;
        }
    }

    private ClientConnection start(
            Channel channel, Worker worker, Result result, boolean http2, boolean secure) {
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
