package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.metrics.WorkerMetrics;
import dev.maneki.proxy.upstream.NameEndpoints;
import dev.maneki.proxy.upstream.Upstreams;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.RoutingModel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServedPortTest {
    private static final ListenerId GONE = new ListenerId("ns", "gateway", "gone");
    private static final ListenerId STAYS = new ListenerId("ns", "gateway", "stays");

    private final MetricsRegistry metrics = new MetricsRegistry(List.of(new WorkerMetrics(0)));
    private final RuleAction.Compiler compiler =
            new RuleAction.Compiler(
                    new Upstreams(
                            1,
                            Limits.DEFAULT,
                            (worker, endpoint, result) -> {
                                throw new IllegalStateException("nothing is sent here");
                            },
                            new NameEndpoints(
                                    new EmbeddedChannel().eventLoop(),
                                    NioDatagramChannel.class,
                                    NioSocketChannel.class),
                            metrics),
                    metrics);

    private static Port port(ListenerId... listeners) {
        return new Port(
                "",
                80,
                Port.Protocol.HTTP,
                java.util.Arrays.stream(listeners)
                        .map(
                                id ->
                                        new Listener(
                                                id,
                                                Hostname.of(id.listener() + ".test"),
                                                Optional.empty(),
                                                List.of(),
                                                GatewaySettings.DEFAULT))
                        .toList());
    }

    private ServedPort served(Port port) {
        return new ServedPort(port, Limits.DEFAULT, List.of(), compiler);
    }

    @Test
    void whatMatchesNoRouteIsCountedForItsListener() {
        ServedPort served = served(port(GONE, STAYS));

        assertThat(served.unmatched(STAYS).counters()).isSameAs(metrics.unmatched(STAYS));
    }

    /** A worker may still be at a request that was matched before the change. */
    @Test
    void aListenerThatHasGoneDoesNotComeBackIntoTheMetrics() {
        ServedPort served = served(port(GONE, STAYS));
        Port after = port(STAYS);
        served.serve(after);
        metrics.retain(new RoutingModel(List.of(after), Map.of()));

        served.unmatched(GONE);

        assertThat(metrics.scrape()).contains("stays").doesNotContain("gone");
    }
}
