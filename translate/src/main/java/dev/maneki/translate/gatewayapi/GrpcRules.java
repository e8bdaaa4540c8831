package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates the rules of a GRPCRoute. */
final class GrpcRules {
    private GrpcRules() {}

    static TranslatedRules translate(GRPCRoute route, Backends backends, String variant) {
        RuleList rules = new RuleList(new BackendTargets(route, backends, variant));
        for (int i = 0; i < route.spec().rules().size(); i++) {
            add(route, i, rules);
        }
        return rules.finish();
    }

    private static void add(GRPCRoute route, int index, RuleList rules) {
        GRPCRoute.Rule rule = route.spec().rules().get(index);
        String field = "spec.rules[" + index + "]";
        List<RuleFault> faults = new ArrayList<>();
        List<RouteMatch> matches =
                GrpcMatches.translate(rule.matches(), field + ".matches", faults);
        Filters filters = Filters.ofGrpc(rule.filters(), field + ".filters", rules.targets());
        List<WeightedBackend> backends = new ArrayList<>(rule.backendRefs().size());
        for (int i = 0; i < rule.backendRefs().size(); i++) {
            GRPCRoute.BackendRef each = rule.backendRefs().get(i);
            String at = field + ".backendRefs[" + i + "]";
            Filters own = Filters.ofGrpc(each.filters(), at + ".filters", rules.targets());
            backends.add(rules.backend(index, each, each.weight(), own, at));
        }
        rules.add(
                new Rule(
                        rule.name().orElse(""),
                        index,
                        matches,
                        filters.result(),
                        backends,
                        Timeouts.NONE,
                        Optional.empty(),
                        rule.sessionPersistence()
                                .map(each -> Sessions.translate(each, route.id(), index))),
                filters,
                faults);
    }
}
