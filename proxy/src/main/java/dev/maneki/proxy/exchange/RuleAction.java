package dev.maneki.proxy.exchange;

import dev.maneki.proxy.access.Labels;
import dev.maneki.proxy.bridge.BridgePlan;
import dev.maneki.proxy.bridge.ConnectBackend;
import dev.maneki.proxy.bridge.Schemas;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.metrics.RouteCounters;
import dev.maneki.proxy.upstream.Upstreams;
import dev.maneki.routing.match.RuleCompiler;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.WeightedBackend;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A rule, compiled: everything that its requests need, found by the match itself. Immutable. */
final class RuleAction {
    /** Makes actions, against the backends that are there. */
    record Compiler(Upstreams upstreams, MetricsRegistry metrics, Schemas schemas)
            implements RuleCompiler<RuleAction> {
        Compiler(Upstreams upstreams, MetricsRegistry metrics) {
            this(upstreams, metrics, new Schemas());
        }

        @Override
        public RuleAction compile(
                ListenerId listener, GatewaySettings settings, Route route, Rule rule) {
            return new RuleAction(listener, route, rule, this);
        }
    }

    private final FilterPlan filters;
    private final BackendChoice[] backends;
    private final int totalWeight;
    private final long requestTimeoutMillis;
    private final long attemptTimeoutMillis;
    private final RetryPlan retry;
    private final @Nullable SessionPlan session;
    private final @Nullable BridgePlan bridge;
    private final Labels labels;
    private final RouteCounters counters;

    private RuleAction(ListenerId listener, Route route, Rule rule, Compiler compiler) {
        Upstreams upstreams = compiler.upstreams();
        counters = compiler.metrics().route(listener, route.id());
        filters = FilterPlan.of(rule.filters(), upstreams);
        backends =
                rule.backends().stream()
                        .map(each -> compile(each, upstreams))
                        .toArray(BackendChoice[]::new);
        int sum = 0;
        for (BackendChoice each : backends) {
            sum += each.weight();
        }
        totalWeight = sum;
        requestTimeoutMillis = millis(rule.timeouts().request());
        attemptTimeoutMillis = millis(rule.timeouts().backendRequest());
        retry = RetryPlan.of(rule.retry());
        session = rule.sessionPersistence().map(SessionPlan::new).orElse(null);
        bridge = bridge(rule, compiler);
        labels = Labels.route(listener, route.id(), rule);
    }

    private static BackendChoice compile(WeightedBackend backend, Upstreams upstreams) {
        FilterPlan own = FilterPlan.of(backend.filters(), upstreams);
        return switch (backend.target()) {
            case BackendTarget.Resolved(var id) ->
                    new BackendChoice(
                            upstreams.get(id),
                            "",
                            backend.weight(),
                            own,
                            Labels.backend(id),
                            ConnectBackend.of(backend.rpc()));
            case BackendTarget.Unresolved(var reference, var reason, var message) ->
                    new BackendChoice(
                            null,
                            reference + ": " + message,
                            backend.weight(),
                            own,
                            Labels.NONE,
                            null);
        };
    }

    /** Only where every backend understands calls: one does not choose before it is known whose. */
    private static @Nullable BridgePlan bridge(Rule rule, Compiler compiler) {
        List<BridgePlan.Callee> callees = new ArrayList<>();
        for (WeightedBackend each : rule.backends()) {
            if (each.target() instanceof BackendTarget.Resolved(var id)) {
                if (each.rpc().isEmpty()) {
                    return null;
                }
                callees.add(new BridgePlan.Callee(each.rpc().get(), compiler.upstreams().get(id)));
            }
        }
        return callees.isEmpty() ? null : new BridgePlan(callees, compiler.schemas());
    }

    private static long millis(Optional<Duration> duration) {
        return duration.map(Duration::toMillis).orElse(0L);
    }

    FilterPlan filters() {
        return filters;
    }

    BackendChoice[] backends() {
        return backends;
    }

    /** A backend by chance, as the weights say; null if none can be chosen. */
    @Nullable BackendChoice choose(SplittableRandom random) {
        if (totalWeight == 0) {
            return null;
        }
        if (backends.length == 1) {
            return backends[0];
        }
        int at = random.nextInt(totalWeight);
        for (BackendChoice each : backends) {
            at -= each.weight();
            if (at < 0) {
                return each;
            }
        }
        return null;
    }

    /** For the whole request, 0 for no limit. */
    long requestTimeoutMillis() {
        return requestTimeoutMillis;
    }

    /** For one try, 0 for no limit. */
    long attemptTimeoutMillis() {
        return attemptTimeoutMillis;
    }

    RetryPlan retry() {
        return retry;
    }

    @Nullable SessionPlan session() {
        return session;
    }

    /** How its calls are bridged; null if they are not. */
    @Nullable BridgePlan bridge() {
        return bridge;
    }

    Labels labels() {
        return labels;
    }

    RouteCounters counters() {
        return counters;
    }
}
