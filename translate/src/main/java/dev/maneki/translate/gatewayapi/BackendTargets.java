package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.HTTPFilter;
import dev.maneki.resources.kinds.PortReference;
import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Rpc;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Resolves the references of one route, and keeps what they led to. */
final class BackendTargets {
    private final Route route;
    private final Backends backends;
    private final String variant;

    final Map<BackendQuery, Resolution<ResolvedBackend>> answers = new LinkedHashMap<>();
    final Map<BackendId, Backend> resolved = new LinkedHashMap<>();
    final Map<BackendId, Optional<Rpc>> rpc = new HashMap<>();
    final Map<CorsReference, Optional<HTTPFilter.CORS>> policies = new LinkedHashMap<>();
    final List<Fault> faults = new ArrayList<>();
    final List<Problem> problems = new ArrayList<>();

    /**
     * @param variant {@link GatewayPlan#variant} of the Gateway that the rules are for
     */
    BackendTargets(Route route, Backends backends, String variant) {
        this.route = route;
        this.backends = backends;
        this.variant = variant;
    }

    Route route() {
        return route;
    }

    /**
     * Where a reference leads.
     *
     * @param field its path in the route
     */
    BackendTarget resolve(PortReference reference, String field) {
        return resolve(reference, field, route.kind().equals("GRPCRoute"));
    }

    /**
     * Where a reference leads.
     *
     * @param field its path in the route
     * @param grpc whether what is spoken there is gRPC
     */
    BackendTarget resolve(PortReference reference, String field, boolean grpc) {
        BackendQuery query = BackendQuery.of(route, reference, variant, grpc);
        Resolution<ResolvedBackend> answer = backends.resolve(query);
        answers.put(query, answer);
        return switch (answer) {
            case Resolution.Found<ResolvedBackend>(ResolvedBackend found) -> {
                Backend backend = found.backend();
                resolved.put(backend.id(), backend);
                rpc.put(backend.id(), found.rpc());
                if (!found.schemaFault().isEmpty()) {
                    problems.add(
                            Problem.warning(
                                    route,
                                    field,
                                    "calls in JSON cannot be translated: " + found.schemaFault()));
                }
                yield new BackendTarget.Resolved(backend.id());
            }
            case Resolution.Refused<ResolvedBackend>(Fault fault) ->
                    unresolved(query.toString(), fault, field);
        };
    }

    /** What calls a target understands, if they are translated. */
    Optional<Rpc> rpc(BackendTarget target) {
        return target instanceof BackendTarget.Resolved(BackendId id)
                ? rpc.getOrDefault(id, Optional.empty())
                : Optional.empty();
    }

    /** What a CorsPolicy beside the route says. */
    Optional<HTTPFilter.CORS> cors(String name) {
        CorsReference reference = new CorsReference(route.namespace(), name);
        return policies.computeIfAbsent(reference, backends::cors);
    }

    /** Why there is no such CorsPolicy. */
    String missingCors(String name) {
        return backends.missing(new CorsReference(route.namespace(), name));
    }

    /** Notes a reference that leads nowhere. */
    BackendTarget.Unresolved unresolved(String reference, Fault fault, String field) {
        faults.add(fault);
        problems.add(Problem.warning(route, field, fault.message()));
        return new BackendTarget.Unresolved(reference, fault.reason(), fault.message());
    }
}
