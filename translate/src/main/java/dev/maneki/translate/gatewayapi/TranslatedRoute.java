package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.translate.Problem;
import dev.maneki.translate.status.ResourceStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * One route, translated.
 *
 * @param route the resource
 * @param parents what became of each parent reference
 * @param rules by {@link GatewayPlan#variant}; always there for the empty one
 * @param served what the model gets, for each listener once; empty where no rule can be served
 * @param status if no route of the other kind is in the way
 * @param problems of attachment and of the rules
 */
record TranslatedRoute(
        Route route,
        List<Attachments.Parent> parents,
        Map<String, TranslatedRules> rules,
        List<Served> served,
        ResourceStatus.OfRoute status,
        List<Problem> problems) {

    /** The route as one listener serves it. */
    record Served(ListenerId listener, dev.maneki.routing.model.Route route) {}

    /** Of the rules for Gateways without a client certificate; faults are the same for all. */
    TranslatedRules plainRules() {
        return Objects.requireNonNull(rules.get(""));
    }
}
