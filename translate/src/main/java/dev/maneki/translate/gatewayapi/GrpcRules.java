package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Translates the rules of a GRPCRoute. */
final class GrpcRules {
    private final BackendTargets targets;
    private final RuleList rules;

    private GrpcRules(BackendTargets targets) {
        this.targets = targets;
        this.rules = new RuleList(targets);
    }

    static TranslatedRules translate(GRPCRoute route, Backends backends, String variant) {
        GrpcRules translation = new GrpcRules(new BackendTargets(route, backends, variant));
        for (int i = 0; i < route.spec().rules().size(); i++) {
            translation.add(route, i);
        }
        return translation.rules.finish();
    }

    private void add(GRPCRoute route, int index) {
        GRPCRoute.Rule rule = route.spec().rules().get(index);
        String field = "spec.rules[" + index + "]";
        String name = rule.name().orElse("");
        List<RuleFault> faults = new ArrayList<>();
        List<RouteMatch> matches =
                GrpcMatches.translate(rule.matches(), field + ".matches", faults);
        Filters filters = Filters.ofGrpc(rule.filters(), field + ".filters", targets);
        if (!faults.isEmpty()) {
            rules.drop(index, faults);
            return;
        }
        if (filters.rejection().isPresent()) {
            rules.countAsValid();
            rules.reject(name, index, matches, filters.rejection().get());
            return;
        }
        rules.add(
                new Rule(
                        name,
                        index,
                        matches,
                        filters.result(),
                        backends(rule.backendRefs(), field + ".backendRefs"),
                        Timeouts.NONE,
                        Optional.empty(),
                        rule.sessionPersistence()
                                .map(each -> Sessions.translate(each, route.id(), index))));
    }

    private List<WeightedBackend> backends(List<GRPCRoute.BackendRef> references, String path) {
        List<WeightedBackend> result = new ArrayList<>(references.size());
        for (int i = 0; i < references.size(); i++) {
            GRPCRoute.BackendRef reference = references.get(i);
            String field = path + "[" + i + "]";
            BackendTarget target = targets.resolve(reference, field);
            Filters filters = Filters.ofGrpc(reference.filters(), field + ".filters", targets);
            result.add(
                    new WeightedBackend(
                            filters.rejection().<BackendTarget>map(each -> each).orElse(target),
                            reference.weight(),
                            filters.rejection().isPresent() ? List.of() : filters.result()));
        }
        return result;
    }
}
