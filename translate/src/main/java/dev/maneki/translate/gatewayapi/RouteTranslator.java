package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.RouteId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Translates routes one by one, and only those for which something has changed. */
final class RouteTranslator {
    private final Attachments attachments;
    private final Backends backends;
    private final boolean attachmentsChanged;
    private final boolean backendsChanged;

    /**
     * @param attachmentsChanged whether routes may be attached otherwise than before
     * @param backendsChanged whether references may lead elsewhere than before
     */
    RouteTranslator(
            Attachments attachments,
            boolean attachmentsChanged,
            Backends backends,
            boolean backendsChanged) {
        this.attachments = attachments;
        this.attachmentsChanged = attachmentsChanged;
        this.backends = backends;
        this.backendsChanged = backendsChanged;
    }

    /** Translates a route; the same instance as before where it comes to the same. */
    TranslatedRoute translate(Route route, Optional<TranslatedRoute> before) {
        boolean sameRoute = before.isPresent() && before.get().route() == route;
        if (sameRoute && !attachmentsChanged && rulesHold(before.get())) {
            return before.get();
        }
        Attachments.Outcome attachment = attachments.of(route);
        if (sameRoute && attachment.equals(before.get().attachment()) && rulesHold(before.get())) {
            return before.get();
        }
        List<Attachments.Parent> parents = attachment.parents();
        Map<String, TranslatedRules> rules = new HashMap<>();
        rules.put("", rules(route, "", before));
        for (Attachments.Parent parent : parents) {
            rules.computeIfAbsent(parent.variant(), variant -> rules(route, variant, before));
        }
        TranslatedRules plain = rules(rules, "");
        return new TranslatedRoute(
                route,
                attachment,
                Map.copyOf(rules),
                plain.invalid().isPresent() ? List.of() : served(route, parents, rules, before),
                RouteStatuses.of(route, parents, plain, Map.of(), List.of()));
    }

    private boolean rulesHold(TranslatedRoute before) {
        return !backendsChanged
                || before.rules().values().stream().allMatch(each -> each.stillHolds(backends));
    }

    private TranslatedRules rules(Route route, String variant, Optional<TranslatedRoute> before) {
        TranslatedRules rules =
                switch (route) {
                    case HTTPRoute http -> HttpRules.translate(http, backends, variant);
                    case GRPCRoute grpc -> GrpcRules.translate(grpc, backends, variant);
                };
        return before.flatMap(old -> Optional.ofNullable(old.rules().get(variant)))
                .map(old -> rules.keeping(old))
                .orElse(rules);
    }

    private static TranslatedRules rules(Map<String, TranslatedRules> rules, String variant) {
        return Objects.requireNonNull(rules.get(variant));
    }

    private static List<TranslatedRoute.Served> served(
            Route route,
            List<Attachments.Parent> parents,
            Map<String, TranslatedRules> rules,
            Optional<TranslatedRoute> before) {
        RouteId id = new RouteId(route.kind(), route.namespace(), route.name());
        List<TranslatedRoute.Served> result = new ArrayList<>();
        Set<ListenerId> seen = new HashSet<>();
        for (Attachments.Parent parent : parents) {
            for (Attachments.Attached attached : parent.listeners()) {
                if (seen.add(attached.listener())) {
                    TranslatedRoute.Served served =
                            new TranslatedRoute.Served(
                                    attached.listener(),
                                    new dev.maneki.routing.model.Route(
                                            id,
                                            attached.hostnames(),
                                            Precedence.created(route),
                                            rules(rules, parent.variant()).rules()));
                    result.add(keep(served, before));
                }
            }
        }
        return List.copyOf(result);
    }

    private static TranslatedRoute.Served keep(
            TranslatedRoute.Served served, Optional<TranslatedRoute> before) {
        return before.map(TranslatedRoute::served).orElse(List.of()).stream()
                .filter(served::equals)
                .findFirst()
                .orElse(served);
    }
}
