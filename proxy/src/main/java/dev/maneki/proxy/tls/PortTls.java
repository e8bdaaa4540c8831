package dev.maneki.proxy.tls;

import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import dev.maneki.routing.model.Port;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * TLS on one port: which listener a ClientHello is for, and its contexts.
 *
 * <p>When the port's listeners change, those whose TLS settings are the same keep their contexts;
 * the others get new ones, and running connections keep the old. Thread-safe.
 */
public final class PortTls implements AutoCloseable {
    private final Supplier<Port> port;
    private final TlsProvider provider;
    private volatile Index index;
    private boolean closed;

    /** What a given {@link Port} means for the names of listeners. */
    private record Index(
            @Nullable Port port,
            Map<String, ListenerContexts> exact,
            Map<String, ListenerContexts> wildcard,
            @Nullable ListenerContexts any,
            List<ListenerContexts> all) {}

    /**
     * TLS for the listeners of {@code port}, which is asked at each handshake.
     *
     * @param port what the port serves now
     */
    public PortTls(Supplier<Port> port, TlsProvider provider) {
        this.port = port;
        this.provider = provider;
        this.index = new Index(null, Map.of(), Map.of(), null, List.of());
    }

    /**
     * Begins a handshake on a new connection, at the end of its pipeline.
     *
     * @param clientHelloBytes the longest ClientHello that is taken
     */
    public void start(ChannelPipeline pipeline, int clientHelloBytes, HandshakeListener listener) {
        HandshakeHandler completion = new HandshakeHandler(listener);
        pipeline.addLast(new ClientHelloHandler(this, clientHelloBytes, completion), completion);
    }

    /**
     * The contexts of the listener with the most specific host name for {@code serverName}, or null
     * if there is none.
     *
     * @param serverName in lower case; empty if the client has sent none, which only a listener for
     *     any host serves
     */
    @Nullable ListenerContexts find(String serverName) {
        Index now = index();
        ListenerContexts exact = now.exact.get(serverName);
        if (exact != null) {
            return exact;
        }
        if (!now.wildcard.isEmpty()) {
            for (int dot = serverName.indexOf('.');
                    dot >= 0;
                    dot = serverName.indexOf('.', dot + 1)) {
                ListenerContexts wildcard = now.wildcard.get(serverName.substring(dot + 1));
                if (wildcard != null) {
                    return wildcard;
                }
            }
        }
        return now.any;
    }

    private Index index() {
        Index now = index;
        Port served = port.get();
        return now.port == served ? now : reindex(served);
    }

    private synchronized Index reindex(Port served) {
        Index before = index;
        if (before.port == served || closed) {
            return before;
        }
        Map<ListenerId, ListenerContexts> known = new HashMap<>();
        before.all.forEach(contexts -> known.put(contexts.listener(), contexts));
        Map<String, ListenerContexts> exact = new HashMap<>();
        Map<String, ListenerContexts> wildcard = new HashMap<>();
        ListenerContexts any = null;
        List<ListenerContexts> all = new ArrayList<>();
        for (Listener listener : served.listeners()) {
            ListenerTls tls = listener.tls().orElse(null);
            if (tls == null) {
                continue;
            }
            ListenerContexts contexts = known.get(listener.id());
            if (contexts == null || !contexts.serves(tls)) {
                contexts = new ListenerContexts(provider, listener.id(), tls);
            } else {
                known.remove(listener.id());
            }
            all.add(contexts);
            Hostname hostname = listener.hostname();
            if (hostname.any()) {
                any = contexts;
            } else {
                (hostname.wildcard() ? wildcard : exact).put(hostname.name(), contexts);
            }
        }
        Index after = new Index(served, exact, wildcard, any, List.copyOf(all));
        index = after;
        // Only now: whoever has found one of them closed must find the new one.
        known.values().forEach(ListenerContexts::close);
        return after;
    }

    /** Takes no more handshakes. */
    @Override
    public synchronized void close() {
        closed = true;
        index.all.forEach(ListenerContexts::close);
    }
}
