package dev.maneki.proxy.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import dev.maneki.routing.model.Port;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PortTlsTest {
    private Port served = port();
    private final PortTls tls = new PortTls(() -> served, TlsProvider.best());

    @AfterEach
    void close() {
        tls.close();
    }

    @Test
    void findsEachOfThousandsOfListenersWithoutReadingACertificate() {
        // Nothing in them could be read.
        served =
                port(
                        IntStream.range(0, 5_000)
                                .mapToObj(
                                        i ->
                                                listener(
                                                        "l" + i,
                                                        "h" + i + ".test",
                                                        unreadable("c" + i)))
                                .toArray(Listener[]::new));

        for (int i = 0; i < 5_000; i++) {
            assertThat(found("h" + i + ".test").listener().listener()).isEqualTo("l" + i);
        }
        assertThat(tls.find("h5000.test")).isNull();
    }

    @Test
    void keepsTheContextsOfListenersThatHaveNotChanged() {
        served =
                port(
                        listener("a", "a.test", unreadable("a")),
                        listener("b", "b.test", unreadable("b")));
        ListenerContexts a = found("a.test");
        ListenerContexts b = found("b.test");

        // Equal, not identical; and its host name moves.
        served =
                port(
                        listener("a", "moved.test", unreadable("a")),
                        listener("b", "b.test", unreadable("other")));

        assertThat(tls.find("moved.test")).isSameAs(a);
        assertThat(tls.find("a.test")).isNull();
        assertThat(tls.find("b.test")).isNotSameAs(b);
    }

    @Test
    void aReplacedListenerMakesNoMoreHandlersAndItsConnectionsLiveOn() {
        ListenerTls before = Pki.tls(Pki.ecdsa("a.test"));
        served = port(listener("a", "a.test", before));
        ListenerContexts replaced = found("a.test");
        SslHandler running = replaced.newHandler(ByteBufAllocator.DEFAULT, "a.test").orElseThrow();

        served = port(listener("a", "a.test", Pki.tls(Pki.ecdsa("a.test"))));

        assertThat(found("a.test")).isNotSameAs(replaced);
        assertThat(replaced.newHandler(ByteBufAllocator.DEFAULT, "a.test")).isEmpty();
        assertThat(running.engine().getSupportedProtocols()).contains("TLSv1.3");
        ReferenceCountUtil.release(running.engine());
    }

    @Test
    void findsTheListenerOfTheLongestWildcard() {
        served =
                port(
                        listener("short", "*.test", unreadable("s")),
                        listener("long", "*.shop.test", unreadable("l")),
                        listener("exact", "www.shop.test", unreadable("e")));

        assertThat(found("www.shop.test").listener().listener()).isEqualTo("exact");
        assertThat(found("a.b.shop.test").listener().listener()).isEqualTo("long");
        assertThat(found("shop.test").listener().listener()).isEqualTo("short");
        assertThat(tls.find("test")).isNull();
        assertThat(tls.find("")).isNull();
        assertThat(tls.find(".test")).isNotNull();
        assertThat(tls.find("...")).isNull();
    }

    private ListenerContexts found(String serverName) {
        return Objects.requireNonNull(tls.find(serverName), serverName);
    }

    private static ListenerTls unreadable(String text) {
        return new ListenerTls(
                List.of(new Certificate("ns/" + text, text, text)), Optional.empty(), "TLSv1.2");
    }

    private static Listener listener(String name, String hostname, ListenerTls tls) {
        return new Listener(
                new ListenerId("ns", "gateway", name),
                Hostname.of(hostname),
                Optional.of(tls),
                List.of(),
                GatewaySettings.DEFAULT);
    }

    private static Port port(Listener... listeners) {
        return new Port("", 443, Port.Protocol.HTTPS, List.of(listeners));
    }
}
