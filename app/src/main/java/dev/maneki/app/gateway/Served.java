package dev.maneki.app.gateway;

import dev.maneki.app.configuration.Configuration;
import dev.maneki.app.explain.RequestExplainer;
import dev.maneki.routing.model.Port;
import dev.maneki.translate.status.ListenAddress;
import dev.maneki.translate.status.StatusReport;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is served at one moment, and how that came to be. Safe from any thread.
 *
 * @param configuration what was read and translated
 * @param failures sockets that could not be opened, with the reason
 * @param status of every resource, the failures counted in
 * @param since when the data plane took it over
 * @param explainer explains requests by it; made when first asked for
 */
record Served(
        Configuration configuration,
        Map<ListenAddress, String> failures,
        StatusReport status,
        Instant since,
        Supplier<RequestExplainer> explainer) {

    static Served of(
            Configuration configuration, Map<ListenAddress, String> failures, Instant since) {
        return new Served(
                configuration,
                failures,
                configuration.translation().status().withBindFailures(failures),
                since,
                new Lazy(configuration));
    }

    /** The sockets that are wanted, by number. */
    List<Port> portsInOrder() {
        return configuration.translation().model().ports().stream()
                .sorted(Comparator.comparingInt(Port::number).thenComparing(Port::address))
                .toList();
    }

    /** Most configurations are never asked about. */
    private static final class Lazy implements Supplier<RequestExplainer> {
        private final Configuration configuration;
        private volatile @Nullable RequestExplainer made;

        Lazy(Configuration configuration) {
            this.configuration = configuration;
        }

        @Override
        public RequestExplainer get() {
            RequestExplainer known = made;
            if (known == null) {
                // Twice at worst, with the same result.
                known = new RequestExplainer(configuration.translation());
                made = known;
            }
            return known;
        }
    }
}
