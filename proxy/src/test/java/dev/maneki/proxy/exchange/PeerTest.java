package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.match.PortRouter;
import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import dev.maneki.routing.model.ListenerTls.ClientValidation;
import dev.maneki.routing.model.Port;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PeerTest {
    private static final Optional<ClientValidation> NOBODY = Optional.empty();
    private static final Optional<ClientValidation> STRICT =
            Optional.of(new ClientValidation("PEM", false));

    private static Listener listener(
            String name, String host, Optional<ClientValidation> validation) {
        return new Listener(
                new ListenerId("ns", "gateway", name),
                Hostname.of(host),
                Optional.of(new ListenerTls(List.<Certificate>of(), validation, "TLSv1.2")),
                List.of(),
                GatewaySettings.DEFAULT);
    }

    private static PortRouter<Object> router(Listener... listeners) {
        return PortRouter.compile(
                new Port("", 443, Port.Protocol.HTTPS, List.of(listeners)),
                (listener, settings, route, rule) -> rule);
    }

    private static Peer peer(String serverName, Optional<ClientValidation> validation) {
        return new Peer(
                new Connection(new TlsInfo(serverName, validation, "TLSv1.3", "any", false, null)));
    }

    @Test
    void aConnectionIsForTheListenerOfItsServerName() {
        Peer peer = peer("a.example.com", NOBODY);

        assertThat(peer.selected(router(listener("any", "*.example.com", NOBODY))).listener())
                .isEqualTo("any");
        assertThat(peer.outdated()).isFalse();
    }

    @Test
    void itGoesOnWithAListenerThatHasTakenTheNameOver() {
        Peer peer = peer("a.example.com", NOBODY);
        Listener any = listener("any", "*.example.com", NOBODY);
        peer.selected(router(any));

        assertThat(peer.selected(router(any, listener("a", "a.example.com", NOBODY))).listener())
                .isEqualTo("a");
        assertThat(peer.outdated()).isFalse();
    }

    @Test
    void aListenerThatAsksForCertificatesIsNotReachedByAnOlderHandshake() {
        Peer peer = peer("a.example.com", NOBODY);
        Listener any = listener("any", "*.example.com", NOBODY);
        peer.selected(router(any));

        ListenerId selected = peer.selected(router(any, listener("a", "a.example.com", STRICT)));

        assertThat(selected.listener()).isEmpty();
        assertThat(peer.outdated()).isTrue();
    }

    @Test
    void theSameListenerIsAnotherOnceItAsksForCertificates() {
        Peer peer = peer("a.example.com", NOBODY);
        peer.selected(router(listener("a", "a.example.com", NOBODY)));
        peer.selected(router(listener("a", "a.example.com", STRICT)));

        assertThat(peer.outdated()).isTrue();
    }

    /** Even if the change came between the handshake and the first request. */
    @Test
    void withoutAListenerForItsNameItIsNotLikeAConnectionInTheClear() {
        Peer peer = peer("a.example.com", NOBODY);
        Listener other = listener("b", "b.example.com", STRICT);

        assertThat(peer.selected(router(other))).isNotEqualTo(other.id());
        assertThat(peer.secure()).isTrue();
        assertThat(peer.outdated()).isTrue();
    }

    @Test
    void aListenerThatComesBackIsServedAgain() {
        Peer peer = peer("a.example.com", STRICT);
        PortRouter<Object> router = router(listener("a", "a.example.com", STRICT));
        peer.selected(router);
        peer.selected(router());
        assertThat(peer.outdated()).isTrue();

        assertThat(peer.selected(router).listener()).isEqualTo("a");
        assertThat(peer.outdated()).isFalse();
    }

    /** A connection that has only what a peer looks at. */
    private record Connection(@Nullable TlsInfo tls) implements ServerConnection {
        @Override
        public Worker worker() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ListenContext listenContext() {
            return new ListenContext() {
                @Override
                public Port port() {
                    return new Port("", 443, Port.Protocol.HTTPS, List.of());
                }

                @Override
                public Limits limits() {
                    return Limits.DEFAULT;
                }
            };
        }

        @Override
        public InetSocketAddress remoteAddress() {
            return new InetSocketAddress("192.0.2.1", 1234);
        }

        @Override
        public InetSocketAddress localAddress() {
            return new InetSocketAddress("192.0.2.2", 443);
        }

        @Override
        public String protocol() {
            return "HTTP/2";
        }

        @Override
        public @Nullable Object attachment() {
            return null;
        }

        @Override
        public void attach(Object attachment) {}

        @Override
        public void drain() {}
    }
}
