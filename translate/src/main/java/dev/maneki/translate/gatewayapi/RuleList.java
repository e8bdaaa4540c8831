package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Collects the rules of one route, valid and invalid ones, and says what the route as a whole comes
 * to: the API lets single invalid rules be dropped while the others are served.
 */
final class RuleList {
    private final BackendTargets targets;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private int valid;

    RuleList(BackendTargets targets) {
        this.targets = targets;
    }

    void add(Rule rule) {
        rules.add(rule);
        valid++;
    }

    /** A rule of which something cannot be understood or done: it matches nothing. */
    void drop(int index, List<RuleFault> faults) {
        for (RuleFault fault : faults) {
            targets.problems.add(Problem.error(targets.route(), fault.field(), fault.message()));
            dropped.add(index + ": " + fault.message());
        }
    }

    /**
     * A rule that matches, but whose filter cannot be run: its requests are refused. To let them
     * through unfiltered, or fall to a rule with less protection, would be worse.
     *
     * @param target says why
     */
    void reject(String name, int index, List<RouteMatch> matches, BackendTarget.Unresolved target) {
        rules.add(
                new Rule(
                        name,
                        index,
                        matches,
                        List.of(),
                        List.of(new WeightedBackend(target, 1, List.of())),
                        Timeouts.NONE,
                        Optional.empty(),
                        Optional.empty()));
    }

    /** Counts a rejected rule as one that is valid, only its reference leads nowhere. */
    void countAsValid() {
        valid++;
    }

    TranslatedRules finish() {
        Optional<Fault> fault =
                dropped.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Fault(
                                        Vocabulary.UNSUPPORTED_VALUE,
                                        "Dropped Rule " + String.join("; ", dropped)));
        boolean nothingLeft = valid == 0 && !dropped.isEmpty();
        return new TranslatedRules(
                List.copyOf(rules),
                Map.copyOf(targets.resolved),
                Map.copyOf(targets.answers),
                Fault.join(targets.faults),
                nothingLeft ? fault : Optional.empty(),
                nothingLeft ? Optional.empty() : fault,
                List.copyOf(targets.problems));
    }
}
