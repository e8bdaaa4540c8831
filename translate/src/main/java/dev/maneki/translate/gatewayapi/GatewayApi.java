package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.Route;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.Problem;
import dev.maneki.translate.TranslatorOptions;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.ResourceStatus;
import dev.maneki.translate.status.StatusReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Translates Gateway API resources, and remembers what it made of the snapshot before. Not
 * thread-safe.
 *
 * <p>In this order: the {@link Environment} (Gateways, policies, grants) where it changed; the
 * answers of {@link Backends}, as they are asked for; each route by {@link RouteTranslator}, where
 * something that it depends on changed; then, always, what is small beside the routes: conflicts
 * between kinds of routes, the model's ports, the statuses.
 */
public final class GatewayApi {
    /** What the resources of Gateway API come to. */
    public record Result(RoutingModel model, StatusReport status, List<Problem> problems) {}

    private final TranslatorOptions options;
    private final Environment.Memory memory = new Environment.Memory();

    private Snapshot snapshot = Snapshot.empty();
    private Environment environment;
    private Backends backends;
    private Map<ResourceId, TranslatedRoute> routes = Map.of();
    private Result result = new Result(RoutingModel.EMPTY, StatusReport.EMPTY, List.of());

    /** With nothing translated yet. */
    public GatewayApi(TranslatorOptions options) {
        this.options = options;
        this.environment = new Environment(snapshot, options, memory);
        this.backends = backends(snapshot, Optional.empty());
    }

    /** Translates this snapshot. */
    public Result translate(Snapshot now) {
        boolean sameEnvironment = environment.holdsFor(now);
        if (!sameEnvironment) {
            environment = new Environment(now, options, memory);
        }
        boolean sameServices = now.all(Service.class) == snapshot.all(Service.class);
        boolean sameBackends = sameEnvironment && sameServices;
        if (!sameBackends) {
            backends = backends(now, Optional.of(backends));
        }
        boolean sameRoutes =
                now.all(HTTPRoute.class) == snapshot.all(HTTPRoute.class)
                        && now.all(GRPCRoute.class) == snapshot.all(GRPCRoute.class);
        snapshot = now;
        if (sameBackends && sameRoutes) {
            return result;
        }
        routes =
                translateRoutes(
                        now,
                        new RouteTranslator(
                                environment.attachments,
                                !sameEnvironment,
                                backends,
                                !sameBackends));
        result = put(routes.values());
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

    private Map<ResourceId, TranslatedRoute> translateRoutes(
            Snapshot now, RouteTranslator translator) {
        List<Route> all = now.routes();
        Map<ResourceId, TranslatedRoute> next = LinkedHashMap.newLinkedHashMap(all.size());
        for (Route route : all) {
            ResourceId id = route.id();
            next.put(id, translator.translate(route, Optional.ofNullable(routes.get(id))));
        }
        return next;
    }

    /** Puts all parts together. */
    private Result put(Collection<TranslatedRoute> translated) {
        Map<ResourceId, Map<ListenerId, Fault>> lost = KindConflicts.of(translated);
        Map<ListenerId, List<dev.maneki.routing.model.Route>> byListener = new HashMap<>();
        Map<BackendId, Backend> allBackends = HashMap.newHashMap(translated.size());
        Map<ResourceId, ResourceStatus> statuses = HashMap.newHashMap(translated.size() + 16);
        List<Problem> problems = environment.problems();
        for (TranslatedRoute each : translated) {
            Map<ListenerId, Fault> lostAt = lost.isEmpty() ? Map.of() : lostAt(lost, each);
            for (TranslatedRoute.Served served : each.served()) {
                if (!lostAt.containsKey(served.listener())) {
                    byListener
                            .computeIfAbsent(served.listener(), key -> new ArrayList<>())
                            .add(served.route());
                }
            }
            each.rules().values().forEach(rules -> allBackends.putAll(rules.backends()));
            problems.addAll(each.problems());
            lostAt.values()
                    .forEach(
                            fault ->
                                    problems.add(
                                            Problem.warning(
                                                    each.route(),
                                                    "spec.hostnames",
                                                    fault.message())));
            if (!each.status().parents().isEmpty()) {
                statuses.put(each.route().id(), status(each, lostAt));
            }
        }
        statuses.putAll(environment.classes.statuses());
        Map<ListenerId, Integer> attached = new HashMap<>();
        byListener.forEach((listener, list) -> attached.put(listener, list.size()));
        GatewayStatuses gateways =
                new GatewayStatuses(environment.conflicts, attached, options.addresses());
        environment.plans.forEach((id, plan) -> statuses.put(id, keep(id, gateways.of(plan))));
        new PolicyStatuses(snapshot, environment.policies, translated).put(statuses, problems);
        ModelAssembler assembler = new ModelAssembler(environment, byListener);
        return new Result(
                assembler.assemble(allBackends, result.model()),
                new StatusReport(statuses, assembler.sockets()),
                problems);
    }

    private static Map<ListenerId, Fault> lostAt(
            Map<ResourceId, Map<ListenerId, Fault>> lost, TranslatedRoute route) {
        return lost.getOrDefault(route.route().id(), Map.of());
    }

    private ResourceStatus status(TranslatedRoute each, Map<ListenerId, Fault> lostAt) {
        return lostAt.isEmpty()
                ? keep(each.route().id(), each.status())
                : keep(
                        each.route().id(),
                        RouteStatuses.of(each.route(), each.parents(), each.plainRules(), lostAt));
    }

    private ResourceStatus keep(ResourceId id, ResourceStatus now) {
        ResourceStatus old = result.status().resources().get(id);
        return old != null && now.equals(old) ? old : now;
    }
}
