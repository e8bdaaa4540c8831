package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.PortReference;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.BackendTarget;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects the rules of one route, valid and invalid ones, and says what the route as a whole comes
 * to: the API lets single invalid rules be dropped while the others are served.
 */
final class RuleList {
    private final BackendTargets targets;
    private final List<Rule> rules = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private int valid;
    private boolean allServed = true;

    RuleList(BackendTargets targets) {
        this.targets = targets;
    }

    BackendTargets targets() {
        return targets;
    }

    /**
     * Adds a rule, if it can be served as written.
     *
     * @param filters of the rule
     * @param faults what of it cannot be understood or done; then it is dropped
     */
    void add(Rule rule, Filters filters, List<RuleFault> faults) {
        if (!faults.isEmpty()) {
            drop(rule.index(), faults);
        } else if (filters.rejection().isPresent()) {
            filters.unsupported()
                    .ifPresentOrElse(fault -> drop(rule.index(), List.of(fault)), () -> valid++);
            allServed = false;
            rules.add(rejecting(rule, filters.rejection().get()));
        } else {
            rules.add(rule);
            valid++;
        }
    }

    /** A backend with its share; where one of its filters cannot be run, that share is refused. */
    WeightedBackend backend(
            int rule, PortReference reference, int weight, Filters filters, String field) {
        BackendTarget target = targets.resolve(reference, field);
        filters.unsupported().ifPresent(fault -> drop(rule, List.of(fault)));
        return filters.rejection()
                .map(rejection -> new WeightedBackend(rejection, weight, List.of()))
                .orElseGet(
                        () ->
                                new WeightedBackend(
                                        target, weight, filters.result(), targets.rpc(target)));
    }

    private void drop(int index, List<RuleFault> faults) {
        allServed = false;
        for (RuleFault fault : faults) {
            targets.problems.add(Problem.error(targets.route(), fault.field(), fault.message()));
            dropped.add(index + ": " + fault.message());
        }
    }

    /**
     * The rule matches, but its filter cannot be run: its requests are refused. To let them through
     * unfiltered, or fall to a rule with less protection, would be worse.
     */
    private static Rule rejecting(Rule rule, BackendTarget.Unresolved why) {
        return new Rule(
                rule.name(),
                rule.index(),
                rule.matches(),
                List.of(),
                List.of(new WeightedBackend(why, 1, List.of())),
                Timeouts.NONE,
                Optional.empty(),
                Optional.empty());
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
                allServed ? Map.copyOf(targets.resolved) : named(),
                Map.copyOf(targets.answers),
                Map.copyOf(targets.policies),
                Fault.join(targets.faults),
                nothingLeft ? fault : Optional.empty(),
                nothingLeft ? Optional.empty() : fault,
                List.copyOf(targets.problems));
    }

    /** The backends that the rules name; those of dropped and rejected ones are of no use. */
    private Map<BackendId, Backend> named() {
        Map<BackendId, Backend> backends = new HashMap<>(targets.resolved);
        Set<BackendId> ids = new HashSet<>();
        for (Rule rule : rules) {
            collect(rule.filters(), ids);
            for (WeightedBackend each : rule.backends()) {
                collect(each.target(), ids);
                collect(each.filters(), ids);
            }
        }
        backends.keySet().retainAll(ids);
        return Map.copyOf(backends);
    }

    private static void collect(List<Filter> filters, Set<BackendId> ids) {
        for (Filter filter : filters) {
            if (filter instanceof Filter.Mirror mirror) {
                collect(mirror.target(), ids);
            } else if (filter instanceof Filter.ExternalAuth auth) {
                ids.add(auth.server());
            }
        }
    }

    private static void collect(BackendTarget target, Set<BackendId> ids) {
        if (target instanceof BackendTarget.Resolved(BackendId id)) {
            ids.add(id);
        }
    }
}
