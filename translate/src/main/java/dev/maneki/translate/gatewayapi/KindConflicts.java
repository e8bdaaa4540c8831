package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * HTTPRoutes and GRPCRoutes whose host names overlap on one listener: the older one stays, the
 * other is not accepted there (GRPCRoute, {@code spec.hostnames}). Merged they must not be, as
 * their rules have no common order.
 */
final class KindConflicts {
    /** On one listener: a route and the hosts it is for. */
    private record Candidate(Route route, List<Hostname> hostnames) {}

    /** On one listener: the host names of the kind so far, and whose they are. */
    private static final class Taken {
        final HostnameSet hostnames = new HostnameSet();

        boolean overlaps(List<Hostname> others) {
            for (Hostname other : others) {
                if (hostnames.contains(other) || hostnames.overlaps(other)) {
                    return true;
                }
            }
            return false;
        }
    }

    private KindConflicts() {}

    /**
     * By route that lost, the listeners where it did.
     *
     * @param routes of both kinds: with one alone there is nothing to find
     */
    static Map<ResourceId, Map<ListenerId, Fault>> of(Collection<TranslatedRoute> routes) {
        Map<ListenerId, List<Candidate>> byListener = new LinkedHashMap<>();
        for (TranslatedRoute each : routes) {
            for (TranslatedRoute.Served served : each.served()) {
                byListener
                        .computeIfAbsent(served.listener(), key -> new ArrayList<>())
                        .add(new Candidate(each.route(), served.route().hostnames()));
            }
        }
        Map<ResourceId, Map<ListenerId, Fault>> lost = new HashMap<>();
        byListener.forEach((listener, candidates) -> judge(listener, candidates, lost));
        return lost;
    }

    private static void judge(
            ListenerId listener,
            List<Candidate> candidates,
            Map<ResourceId, Map<ListenerId, Fault>> lost) {
        boolean mixed = candidates.stream().map(each -> each.route().kind()).distinct().count() > 1;
        if (!mixed) {
            return;
        }
        candidates.sort(Comparator.comparing(Candidate::route, Precedence.OLDEST_FIRST));
        Taken http = new Taken();
        Taken grpc = new Taken();
        for (Candidate candidate : candidates) {
            boolean isHttp = candidate.route() instanceof HTTPRoute;
            Taken own = isHttp ? http : grpc;
            Taken others = isHttp ? grpc : http;
            if (others.overlaps(candidate.hostnames())) {
                lost.computeIfAbsent(candidate.route().id(), key -> new HashMap<>())
                        .put(
                                listener,
                                new Fault(
                                        "HostnameConflict",
                                        "on listener "
                                                + listener
                                                + (isHttp ? " a GRPCRoute" : " an HTTPRoute")
                                                + " that is older, or first by name, has a host"
                                                + " name of this route"));
            } else {
                candidate.hostnames().forEach(own.hostnames::add);
            }
        }
    }
}
