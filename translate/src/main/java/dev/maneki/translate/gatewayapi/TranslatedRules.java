package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.HTTPFilter;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.Rule;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The rules of a route, for Gateways of one {@link GatewayPlan#variant}.
 *
 * @param rules those that are served
 * @param backends what they name
 * @param answers what the rules depend on beside the route itself
 * @param policies and these as well
 * @param unresolved why references are not {@code ResolvedRefs}
 * @param invalid why none of the rules can be served
 * @param partiallyInvalid why some of them cannot
 * @param problems found on the way
 */
record TranslatedRules(
        List<Rule> rules,
        Map<BackendId, Backend> backends,
        Map<BackendQuery, Resolution<ResolvedBackend>> answers,
        Map<CorsReference, Optional<HTTPFilter.CORS>> policies,
        Optional<Fault> unresolved,
        Optional<Fault> invalid,
        Optional<Fault> partiallyInvalid,
        List<Problem> problems) {

    /** Whether a new translation would come to the same, as nothing it depends on has changed. */
    boolean stillHolds(Backends now) {
        for (Map.Entry<BackendQuery, Resolution<ResolvedBackend>> each : answers.entrySet()) {
            // Backends gives the same instance for an equal answer.
            if (now.resolve(each.getKey()) != each.getValue()) {
                return false;
            }
        }
        return policies.entrySet().stream()
                .allMatch(each -> now.cors(each.getKey()).equals(each.getValue()));
    }

    /**
     * These rules, as the instances that they were before where they came out the same; but with
     * the problems of now, as those know where in the file they stand.
     */
    TranslatedRules keeping(TranslatedRules before) {
        return before.rules.equals(rules)
                ? new TranslatedRules(
                        before.rules,
                        backends,
                        answers,
                        policies,
                        unresolved,
                        invalid,
                        partiallyInvalid,
                        problems)
                : this;
    }
}
