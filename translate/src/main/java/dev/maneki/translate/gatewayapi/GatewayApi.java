package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.Route;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.Problem;
import dev.maneki.translate.TranslatorOptions;
import dev.maneki.translate.gatewayapi.RepeatedMatches.Repeated;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.ServiceName;
import dev.maneki.translate.status.ResourceStatus;
import dev.maneki.translate.status.StatusReport;
import dev.maneki.translate.status.Statuses;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

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
    private final ListenerRoutes listenerRoutes = new ListenerRoutes();
    private final RepeatedMatches repeatedMatches = new RepeatedMatches();

    /** Of the result; and the ids in it of what is no route, of which there is little. */
    private Statuses statuses = Statuses.NONE;

    private Set<ResourceId> otherIds = Set.of();

    private Environment environment;
    private Backends backends;
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
        TranslatedRoutes.Change changed =
                sameEnvironment && services.isEmpty()
                        ? routes.updateChanged(change, translator)
                        : routes.updateAll(now.routes(), translator);
        Map<ResourceId, Map<ListenerId, Fault>> lostBefore = lost;
        boolean bothKinds =
                !now.all(HTTPRoute.class).isEmpty() && !now.all(GRPCRoute.class).isEmpty();
        lost = bothKinds ? KindConflicts.of(routes.all()) : Map.of();
        updateListeners(changed, lostBefore);
        Map<RouteId, List<Repeated>> repeatedBefore = repeatedMatches.byRoute();
        repeatedMatches.update(listenerRoutes.all());
        SortedMap<ResourceId, Optional<ResourceStatus>> told = statuses(changed, lostBefore);
        addRepeated(repeatedBefore, told);
        result = put(now, told);
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

    /** What routes are told that changed, or for which the conflict with another kind did. */
    private SortedMap<ResourceId, Optional<ResourceStatus>> statuses(
            TranslatedRoutes.Change changed, Map<ResourceId, Map<ListenerId, Fault>> lostBefore) {
        SortedMap<ResourceId, Optional<ResourceStatus>> told = new TreeMap<>();
        changed.gone().forEach(each -> told.put(each.route().id(), Optional.empty()));
        changed.come().forEach(each -> told.put(each.route().id(), status(each)));
        if (!lost.equals(lostBefore)) {
            routes.all().stream()
                    .filter(
                            each ->
                                    lost.containsKey(each.route().id())
                                            || lostBefore.containsKey(each.route().id()))
                    .forEach(each -> told.put(each.route().id(), status(each)));
        }
        return told;
    }

    /** And those of which other matches than before are served nothing. */
    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    private void addRepeated(
            Map<RouteId, List<Repeated>> before,
            SortedMap<ResourceId, Optional<ResourceStatus>> told) {
        Map<RouteId, List<Repeated>> now = repeatedMatches.byRoute();
        if (now == before) {
            return;
        }
        Set<RouteId> affected = new HashSet<>(before.keySet());
        affected.addAll(now.keySet());
        affected.removeIf(id -> Objects.equals(before.get(id), now.get(id)));
        affected.forEach(
                id -> routes.find(id).ifPresent(each -> told.put(each.route().id(), status(each))));
    }

    private List<Repeated> repeated(TranslatedRoute each) {
        Route route = each.route();
        return repeatedMatches
                .byRoute()
                .getOrDefault(
                        new RouteId(route.kind(), route.namespace(), route.name()), List.of());
    }

    /** Empty for a route without a parent of ours: it is not ours to judge. */
    private Optional<ResourceStatus> status(TranslatedRoute each) {
        ResourceId id = each.route().id();
        Map<ListenerId, Fault> lostAt = lost.getOrDefault(id, Map.of());
        List<Repeated> repeated = repeated(each);
        ResourceStatus.OfRoute status =
                lostAt.isEmpty() && repeated.isEmpty()
                        ? each.status()
                        : RouteStatuses.of(
                                each.route(), each.parents(), each.plainRules(), lostAt, repeated);
        return status.parents().isEmpty() ? Optional.empty() : Optional.of(keep(id, status));
    }

    /** The routes of those listeners that got, lost or changed one. */
    private void updateListeners(
            TranslatedRoutes.Change changed, Map<ResourceId, Map<ListenerId, Fault>> lostBefore) {
        listenerRoutes.update(changed, lost);
        if (!lost.equals(lostBefore)) {
            Set<ListenerId> affected = new HashSet<>();
            lost.values().forEach(each -> affected.addAll(each.keySet()));
            lostBefore.values().forEach(each -> affected.addAll(each.keySet()));
            listenerRoutes.rebuild(affected, routes.all(), lost);
        }
    }

    /**
     * Puts all parts together.
     *
     * @param told what routes are told otherwise than before; all others are told here
     */
    private Result put(Snapshot now, SortedMap<ResourceId, Optional<ResourceStatus>> told) {
        List<Problem> problems = environment.problems();
        for (TranslatedRoute each : lost.isEmpty() ? routes.troubled() : routes.all()) {
            problems.addAll(each.attachment().problems());
            problems.addAll(each.plainRules().problems());
            lost.getOrDefault(each.route().id(), Map.of())
                    .values()
                    .forEach(fault -> problems.add(problem(each, fault)));
        }
        repeatedMatches
                .byRoute()
                .forEach(
                        (id, repeated) ->
                                routes.find(id).ifPresent(each -> add(each, repeated, problems)));
        Map<ResourceId, ResourceStatus> others = new HashMap<>(environment.classes.statuses());
        Map<ListenerId, Integer> attached = new HashMap<>();
        listenerRoutes.all().forEach((listener, list) -> attached.put(listener, list.size()));
        GatewayStatuses gateways =
                new GatewayStatuses(environment.conflicts, attached, options.addresses());
        environment.plans.forEach((id, plan) -> others.put(id, gateways.of(plan)));
        others.putAll(
                new PolicyStatuses(now, environment.policies, routes.all()).statuses(problems));
        otherIds.forEach(id -> told.put(id, Optional.empty()));
        others.forEach((id, status) -> told.put(id, Optional.of(keep(id, status))));
        otherIds = others.keySet();
        statuses = statuses.with(told);
        ModelAssembler assembler = new ModelAssembler(environment, listenerRoutes.all());
        return new Result(
                assembler.assemble(routes.backends(), result.model()),
                new StatusReport(statuses, assembler.sockets()),
                problems);
    }

    private static void add(
            TranslatedRoute route, List<Repeated> repeated, List<Problem> problems) {
        for (Repeated each : repeated) {
            problems.add(Problem.warning(route.route(), each.field(), each.message()));
        }
    }

    private static Problem problem(TranslatedRoute route, Fault lost) {
        return Problem.warning(route.route(), "spec.hostnames", lost.message());
    }

    private ResourceStatus keep(ResourceId id, ResourceStatus now) {
        ResourceStatus old = result.status().resources().get(id);
        return old != null && now.equals(old) ? old : now;
    }
}
