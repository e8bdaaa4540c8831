package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.Route;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.Problem;
import dev.maneki.translate.TranslatorOptions;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.ServiceName;
import dev.maneki.translate.status.ResourceStatus;
import dev.maneki.translate.status.StatusReport;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Translates Gateway API resources, and remembers what it made of the snapshot before. Not
 * thread-safe.
 *
 * <p>In this order: the {@link Environment} (Gateways, policies, grants) where it changed; the
 * answers of {@link Backends}, as they are asked for; each route by {@link RouteTranslator}, where
 * something that it depends on changed; conflicts between kinds of routes; the listeners whose
 * routes changed; then, always, what is small: ports, statuses of Gateways and policies.
 */
public final class GatewayApi {
    /** What the resources of Gateway API come to. */
    public record Result(RoutingModel model, StatusReport status, List<Problem> problems) {}

    private final TranslatorOptions options;
    private final Environment.Memory memory = new Environment.Memory();
    private final TranslatedRoutes routes = new TranslatedRoutes();
    private final Map<ResourceId, ResourceStatus> routeStatuses = new HashMap<>();

    private Environment environment;
    private Backends backends;
    private Map<ListenerId, List<dev.maneki.routing.model.Route>> byListener = new HashMap<>();
    private Map<ResourceId, Map<ListenerId, Fault>> lost = Map.of();
    private Result result = new Result(RoutingModel.EMPTY, StatusReport.EMPTY, List.of());

    /** With nothing translated yet. */
    public GatewayApi(TranslatorOptions options) {
        this.options = options;
        this.environment = new Environment(Snapshot.empty(), options, memory);
        this.backends = backends(Snapshot.empty(), Optional.empty());
    }

    /**
     * Translates this snapshot.
     *
     * @param change what differs from the snapshot before
     */
    public Result translate(Snapshot now, SnapshotChange change) {
        boolean sameEnvironment = environment.holdsFor(now);
        Set<ServiceName> services = ServiceName.changedServices(change);
        boolean sameRoutes = change.resources().noneMatch(Route.class::isInstance);
        if (sameEnvironment && sameRoutes && services.isEmpty()) {
            return result;
        }
        if (!sameEnvironment) {
            environment = new Environment(now, options, memory);
            backends = backends(now, Optional.of(backends));
        } else if (!services.isEmpty()) {
            backends = backends.withServicesChanged(now, services);
        }
        RouteTranslator translator =
                new RouteTranslator(
                        environment.attachments,
                        !sameEnvironment,
                        backends,
                        !sameEnvironment || !services.isEmpty());
        TranslatedRoutes.Change changed = routes.update(now.routes(), translator);
        Map<ResourceId, Map<ListenerId, Fault>> lostBefore = lost;
        boolean bothKinds =
                !now.all(HTTPRoute.class).isEmpty() && !now.all(GRPCRoute.class).isEmpty();
        lost = bothKinds ? KindConflicts.of(routes.all()) : Map.of();
        updateStatuses(changed, lostBefore);
        updateListeners(changed, lostBefore);
        result = put(now);
        return result;
    }

    private Backends backends(Snapshot now, Optional<Backends> before) {
        return new Backends(
                now,
                environment.grants,
                environment.policies,
                environment.clientCertificates,
                before);
    }

    /** The statuses of routes that changed, or for which the conflict with another kind did. */
    private void updateStatuses(
            TranslatedRoutes.Change changed, Map<ResourceId, Map<ListenerId, Fault>> lostBefore) {
        changed.gone().forEach(each -> routeStatuses.remove(each.route().id()));
        changed.come().forEach(this::putStatus);
        if (!lost.equals(lostBefore)) {
            routes.all().stream()
                    .filter(
                            each ->
                                    lost.containsKey(each.route().id())
                                            || lostBefore.containsKey(each.route().id()))
                    .forEach(this::putStatus);
        }
    }

    private void putStatus(TranslatedRoute each) {
        ResourceId id = each.route().id();
        Map<ListenerId, Fault> lostAt = lost.getOrDefault(id, Map.of());
        ResourceStatus.OfRoute status =
                lostAt.isEmpty()
                        ? each.status()
                        : RouteStatuses.of(each.route(), each.parents(), each.plainRules(), lostAt);
        if (!status.parents().isEmpty()) {
            routeStatuses.put(id, keep(id, status));
        }
    }

    /** The routes of those listeners that got, lost or changed one. */
    private void updateListeners(
            TranslatedRoutes.Change changed, Map<ResourceId, Map<ListenerId, Fault>> lostBefore) {
        Set<ListenerId> affected = new HashSet<>();
        for (List<TranslatedRoute> some : List.of(changed.gone(), changed.come())) {
            some.forEach(each -> each.served().forEach(s -> affected.add(s.listener())));
        }
        if (!lost.equals(lostBefore)) {
            lost.values().forEach(each -> affected.addAll(each.keySet()));
            lostBefore.values().forEach(each -> affected.addAll(each.keySet()));
        }
        if (affected.isEmpty()) {
            return;
        }
        Map<ListenerId, List<dev.maneki.routing.model.Route>> lists = new HashMap<>();
        for (TranslatedRoute each : routes.all()) {
            for (TranslatedRoute.Served served : each.served()) {
                if (affected.contains(served.listener()) && !isLost(each, served)) {
                    lists.computeIfAbsent(served.listener(), key -> new ArrayList<>())
                            .add(served.route());
                }
            }
        }
        Map<ListenerId, List<dev.maneki.routing.model.Route>> next = new HashMap<>(byListener);
        next.keySet().removeAll(affected);
        lists.forEach((listener, list) -> next.put(listener, List.copyOf(list)));
        byListener = next;
    }

    private boolean isLost(TranslatedRoute route, TranslatedRoute.Served served) {
        return !lost.isEmpty()
                && lost.getOrDefault(route.route().id(), Map.of()).containsKey(served.listener());
    }

    /** Puts all parts together. */
    private Result put(Snapshot now) {
        List<Problem> problems = environment.problems();
        for (TranslatedRoute each : routes.all()) {
            problems.addAll(each.attachment().problems());
            problems.addAll(each.plainRules().problems());
            if (!lost.isEmpty()) {
                lost.getOrDefault(each.route().id(), Map.of())
                        .values()
                        .forEach(fault -> problems.add(problem(each, fault)));
            }
        }
        Map<ResourceId, ResourceStatus> statuses = new HashMap<>(routeStatuses);
        statuses.putAll(environment.classes.statuses());
        Map<ListenerId, Integer> attached = new HashMap<>();
        byListener.forEach((listener, list) -> attached.put(listener, list.size()));
        GatewayStatuses gateways =
                new GatewayStatuses(environment.conflicts, attached, options.addresses());
        environment.plans.forEach((id, plan) -> statuses.put(id, keep(id, gateways.of(plan))));
        new PolicyStatuses(now, environment.policies, routes.all())
                .statuses(problems)
                .forEach((id, status) -> statuses.put(id, keep(id, status)));
        ModelAssembler assembler = new ModelAssembler(environment, byListener);
        return new Result(
                assembler.assemble(routes.backends(), result.model()),
                new StatusReport(statuses, assembler.sockets()),
                problems);
    }

    private static Problem problem(TranslatedRoute route, Fault lost) {
        return Problem.warning(route.route(), "spec.hostnames", lost.message());
    }

    private ResourceStatus keep(ResourceId id, ResourceStatus now) {
        ResourceStatus old = result.status().resources().get(id);
        return old != null && now.equals(old) ? old : now;
    }
}
