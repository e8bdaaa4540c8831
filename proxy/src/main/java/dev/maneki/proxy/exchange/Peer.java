package dev.maneki.proxy.exchange;

import dev.maneki.proxy.access.Labels;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.routing.match.PortRouter;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What exchanges note of a client's connection, made once for each. Event loop only. */
final class Peer {
    /** No listener is called so. */
    private static final ListenerId NONE = new ListenerId("", "", "");

    private final Labels labels;
    private final byte[] address;
    private final byte[] port;
    private final @Nullable TlsInfo tls;

    /** The router by which {@link #selected} was found. */
    private @Nullable PortRouter<?> router;

    private ListenerId selected = NONE;

    Peer(ServerConnection connection) {
        tls = connection.tls();
        labels =
                Labels.connection(
                        connection.remoteAddress(),
                        tls == null ? "" : tls.version(),
                        tls == null ? "" : tls.serverName());
        address =
                NetUtil.toAddressString(connection.remoteAddress().getAddress())
                        .getBytes(StandardCharsets.US_ASCII);
        port =
                Integer.toString(connection.listenContext().port().number())
                        .getBytes(StandardCharsets.US_ASCII);
    }

    /** What is noted of {@code connection}. */
    static Peer of(ServerConnection connection) {
        if (connection.attachment() instanceof Peer known) {
            return known;
        }
        Peer made = new Peer(connection);
        connection.attach(made);
        return made;
    }

    /** For its records. */
    Labels labels() {
        return labels;
    }

    /** Its address, as a field's value; not to be changed. */
    byte[] address() {
        return address;
    }

    /** The listener's port, likewise. */
    byte[] port() {
        return port;
    }

    /** Whether it speaks TLS. */
    boolean secure() {
        return tls != null;
    }

    /**
     * The listener whose requests it may bring, by the server name of its handshake and by what is
     * served now. A connection outlives changes of its listeners; but what its handshake has not
     * asked of the client, no later listener may take for granted: where another validation of
     * client certificates is in force now, or no listener is for the name any more, none of its
     * requests has one ({@link #outdated}).
     */
    ListenerId selected(PortRouter<?> now) {
        if (router != now && tls != null) {
            router = now;
            selected =
                    now.listenerForServerName(tls.serverName())
                            .filter(listener -> validation(listener).equals(tls.validation()))
                            .map(Listener::id)
                            .orElse(NONE);
        }
        return selected;
    }

    private static Optional<ListenerTls.ClientValidation> validation(Listener listener) {
        return listener.tls().flatMap(ListenerTls::clientValidation);
    }

    /** Whether only a new connection can serve its client, by {@link #selected}'s last word. */
    boolean outdated() {
        return tls != null && selected == NONE;
    }
}
