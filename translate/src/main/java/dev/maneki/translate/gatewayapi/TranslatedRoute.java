package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.translate.status.ResourceStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One route, translated.
 *
 * @param route the resource
 * @param attachment what became of each parent reference
 * @param rules by {@link GatewayPlan#variant}; always there for the empty one
 * @param served what the model gets, for each listener once; empty where no rule can be served
 * @param status if no route of the other kind is in the way
 */
record TranslatedRoute(
        Route route,
        Attachments.Outcome attachment,
        Map<String, TranslatedRules> rules,
        List<Served> served,
        ResourceStatus.OfRoute status) {

    /** The route as one listener serves it. */
    record Served(ListenerId listener, dev.maneki.routing.model.Route route) {}

    List<Attachments.Parent> parents() {
        return attachment.parents();
    }

    boolean hasProblems() {
        return !attachment.problems().isEmpty() || !plainRules().problems().isEmpty();
    }

    /** Of the rules for Gateways without a client certificate; faults are the same for all. */
    TranslatedRules plainRules() {
        return Objects.requireNonNull(rules.get(""));
    }

    /** The rules that some listener serves: of a route that is attached nowhere, none. */
    List<TranslatedRules> rulesInUse() {
        if (served.isEmpty()) {
            return List.of();
        }
        return parents().stream()
                .filter(parent -> !parent.listeners().isEmpty())
                .map(Attachments.Parent::variant)
                .distinct()
                .map(variant -> Objects.requireNonNull(rules.get(variant)))
                .toList();
    }
}
