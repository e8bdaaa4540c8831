package dev.maneki.proxy.tls;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * TLS towards backends. Backends with equal settings share a context, and with it the sessions that
 * can be resumed. Thread-safe.
 */
public final class BackendTlsContexts implements AutoCloseable {
    private record Key(BackendTls tls, Backend.Protocol protocol) {}

    private final TlsProvider provider;
    private final SystemRoots systemRoots = new SystemRoots();
    private final Map<Key, BackendContext> contexts = new ConcurrentHashMap<>();

    /** Told once how a handshake with a backend has ended. On the channel's event loop. */
    public interface Listener {
        /**
         * It is done; the protocol's handler is to be added to the pipeline's end before this
         * returns.
         *
         * @param http2 whether ALPN has chosen h2; HTTP/1.1 otherwise
         */
        void onEstablished(boolean http2);

        /**
         * It has failed; the channel is being closed.
         *
         * @param detail what happened, in few words, for records
         */
        void onFailed(String detail);
    }

    /** None is made yet. */
    public BackendTlsContexts(TlsProvider provider) {
        this.provider = provider;
    }

    /**
     * Begins a handshake on a connected channel, on its event loop. It takes as long as the peer
     * likes: close the channel to end it.
     *
     * @param port the endpoint's port number
     */
    public void start(
            Channel channel,
            BackendTls tls,
            Backend.Protocol protocol,
            int port,
            Listener listener) {
        Key key = new Key(tls, protocol);
        Optional<SslHandler> handler;
        try {
            do {
                handler =
                        contexts.computeIfAbsent(
                                        key,
                                        absent ->
                                                new BackendContext(
                                                        provider, tls, protocol, systemRoots))
                                .newHandler(channel.alloc(), port);
            } while (handler.isEmpty());
        } catch (TlsConfigurationException e) {
            channel.close();
            listener.onFailed(String.valueOf(e.getMessage()));
            return;
        }
        channel.pipeline()
                .addLast(
                        handler.get(),
                        new Completion(protocol == Backend.Protocol.HTTP2, listener));
    }

    /** Forgets what none of these uses; running connections keep theirs. */
    public void retain(Collection<BackendTls> used) {
        Set<BackendTls> kept = new HashSet<>(used);
        for (Map.Entry<Key, BackendContext> entry : contexts.entrySet()) {
            if (!kept.contains(entry.getKey().tls())
                    && contexts.remove(entry.getKey(), entry.getValue())) {
                entry.getValue().close();
            }
        }
    }

    /** Forgets all. */
    @Override
    public void close() {
        retain(Set.of());
    }

    /** Waits behind the TLS handler, tells, and takes itself out. */
    private static final class Completion extends ChannelInboundHandlerAdapter {
        private final boolean http2Only;
        private final Listener listener;
        private boolean told;

        private Completion(boolean http2Only, Listener listener) {
            this.http2Only = http2Only;
            this.listener = listener;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (!(event instanceof SslHandshakeCompletionEvent completion) || told) {
                return;
            }
            if (!completion.isSuccess()) {
                fail(TlsFailures.describe(completion.cause()));
                return;
            }
            String chosen = ctx.pipeline().get(SslHandler.class).applicationProtocol();
            boolean http2 = TlsPolicy.HTTP2.equals(chosen);
            if (http2Only && !http2) {
                // RFC 9113 section 3.2: over TLS, HTTP/2 is spoken only if ALPN has chosen it.
                fail("the backend does not agree to HTTP/2 by ALPN");
                ctx.close();
                return;
            }
            told = true;
            listener.onEstablished(http2);
            ctx.pipeline().remove(this);
        }

        private void fail(String detail) {
            if (!told) {
                told = true;
                listener.onFailed(detail);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            fail("the connection was closed during the TLS handshake");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            fail(TlsFailures.describe(cause));
            ctx.close();
        }
    }
}
