package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.BackendTLSPolicy;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.BackendTls;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which BackendTLSPolicy is in force for which Service port. A policy for one port goes before one
 * for the whole Service; of two for the same target the older wins, and the other is conflicted.
 */
final class BackendTlsPolicies {
    /**
     * What a policy can target.
     *
     * @param section name of a port; empty for the whole Service
     */
    record Target(String namespace, String service, String section) {}

    /**
     * What a policy amounts to by itself.
     *
     * @param tls what it asks for; absent where that cannot be done
     * @param refusal why it is not {@code Accepted}
     * @param unresolved why its references are not {@code ResolvedRefs}
     */
    record Plan(
            BackendTLSPolicy policy,
            Optional<BackendTls> tls,
            Optional<Fault> refusal,
            Optional<Fault> unresolved) {}

    private final Map<ResourceId, Plan> plans = new LinkedHashMap<>();
    private final Map<Target, Plan> winners = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    BackendTlsPolicies(Snapshot snapshot, BackendTlsPlanner planner) {
        List<BackendTLSPolicy> policies =
                snapshot.all(BackendTLSPolicy.class).stream()
                        .sorted(Precedence.OLDEST_FIRST)
                        .toList();
        for (BackendTLSPolicy policy : policies) {
            Plan plan = planner.plan(policy, problems);
            plans.put(policy.id(), plan);
            for (int i = 0; i < policy.spec().targetRefs().size(); i++) {
                claim(plan, i);
            }
        }
    }

    private void claim(Plan plan, int index) {
        BackendTLSPolicy policy = plan.policy();
        BackendTLSPolicy.TargetRef reference = policy.spec().targetRefs().get(index);
        String field = "spec.targetRefs[" + index + "]";
        if (!reference.refersTo("", "Service")) {
            problems.add(
                    Problem.warning(
                            policy,
                            field,
                            "a BackendTLSPolicy targets Services, not "
                                    + Kinds.describe(reference.group(), reference.kind())));
            return;
        }
        Plan winner = winners.putIfAbsent(target(policy, reference), plan);
        if (winner != null) {
            problems.add(Problem.warning(policy, field, conflict(winner)));
        }
    }

    /** The plan in force for a port of a Service, if a policy targets it. */
    Optional<Plan> inForce(Service service, Optional<String> portName) {
        if (winners.isEmpty()) {
            return Optional.empty();
        }
        String namespace = service.namespace();
        return portName.map(name -> winners.get(new Target(namespace, service.name(), name)))
                .or(
                        () ->
                                Optional.ofNullable(
                                        winners.get(new Target(namespace, service.name(), ""))));
    }

    /** All plans. */
    Iterable<Plan> plans() {
        return plans.values();
    }

    boolean isEmpty() {
        return plans.isEmpty();
    }

    /** Why the policy is not the one in force for this target of it; empty if it is. */
    Optional<Fault> lost(Plan plan, Target target) {
        Plan winner = winners.get(target);
        return winner == null || winner == plan
                ? Optional.empty()
                : Optional.of(new Fault(Vocabulary.CONFLICTED, conflict(winner)));
    }

    static Target target(BackendTLSPolicy policy, BackendTLSPolicy.TargetRef reference) {
        return new Target(policy.namespace(), reference.name(), reference.sectionName().orElse(""));
    }

    List<Problem> problems() {
        return problems;
    }

    private static String conflict(Plan winner) {
        return "BackendTLSPolicy "
                + winner.policy().namespace()
                + "/"
                + winner.policy().name()
                + ", which is older or first by name, has the same target";
    }
}
