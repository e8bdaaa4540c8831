package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.BackendTLSPolicy;
import dev.maneki.resources.kinds.ConfigMap;
import dev.maneki.resources.kinds.CorsPolicy;
import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.GatewayClass;
import dev.maneki.resources.kinds.Namespace;
import dev.maneki.resources.kinds.ReferenceGrant;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Secret;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Certificate;
import dev.maneki.translate.Problem;
import dev.maneki.translate.TranslatorOptions;
import dev.maneki.translate.certificates.Certificates;
import dev.maneki.translate.certificates.IdentityCache;
import dev.maneki.translate.references.ReferenceGrants;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that routes are translated against, but the Services: there is little of it, it seldom
 * changes, and then it is worked out anew as a whole.
 */
final class Environment {
    /** The kinds that it is made of. */
    private static final List<Class<? extends Resource>> KINDS =
            List.of(
                    BackendTLSPolicy.class,
                    ConfigMap.class,
                    CorsPolicy.class,
                    Gateway.class,
                    GatewayClass.class,
                    Namespace.class,
                    ReferenceGrant.class,
                    Secret.class);

    /** What was found out about certificates outlives an environment. */
    static final class Memory {
        private final IdentityCache<Secret, Optional<Certificates.PairFault>> pairs =
                new IdentityCache<>();
        private final IdentityCache<Resource, String> anchors = new IdentityCache<>();
    }

    private final Snapshot snapshot;
    private final List<Problem> foreign = new ArrayList<>();
    private final MalformedContents malformed = new MalformedContents();

    final ReferenceGrants grants;
    final GatewayClasses classes;
    final Map<ResourceId, GatewayPlan> plans = new LinkedHashMap<>();
    final ListenerConflicts conflicts;
    final BackendTlsPolicies policies;
    final Attachments attachments;
    final Map<String, Certificate> clientCertificates = new HashMap<>();

    Environment(Snapshot snapshot, TranslatorOptions options, Memory memory) {
        memory.pairs.nextRound();
        memory.anchors.nextRound();
        this.snapshot = snapshot;
        this.grants = new ReferenceGrants(snapshot.all(ReferenceGrant.class));
        ParameterReferences parameters = new ParameterReferences(snapshot, options.limits());
        CertificateReferences certificates =
                new CertificateReferences(snapshot, grants, memory.pairs, malformed);
        TrustAnchors anchors = new TrustAnchors(snapshot, grants, memory.anchors, malformed);
        this.classes = new GatewayClasses(snapshot, parameters);
        plan(
                new GatewayPlanner(
                        parameters,
                        certificates,
                        new ListenerPlanner(
                                new ServerCertificates(certificates),
                                new ClientValidations(anchors))));
        this.conflicts = new ListenerConflicts(List.copyOf(plans.values()));
        this.policies = new BackendTlsPolicies(snapshot, new BackendTlsPlanner(anchors));
        this.attachments = new Attachments(plans, snapshot);
    }

    private void plan(GatewayPlanner planner) {
        List<Gateway> gateways =
                snapshot.all(Gateway.class).stream().sorted(Precedence.OLDEST_FIRST).toList();
        for (Gateway gateway : gateways) {
            switch (classes.of(gateway.spec().gatewayClassName())) {
                case GatewayClasses.Verdict.Ours(var defaults) -> {
                    GatewayPlan plan = planner.plan(gateway, defaults);
                    plans.put(plan.id(), plan);
                    plan.clientCertificate()
                            .ifPresent(client -> clientCertificates.put(plan.variant(), client));
                }
                // None of ours, not even its status.
                case GatewayClasses.Verdict.Foreign() ->
                        foreign.add(
                                Problem.warning(
                                        gateway,
                                        "spec.gatewayClassName",
                                        "is not served: GatewayClass "
                                                + gateway.spec().gatewayClassName()
                                                + " is not of controller "
                                                + Vocabulary.CONTROLLER));
            }
        }
    }

    /** Whether it would be the same for this snapshot. */
    boolean holdsFor(Snapshot other) {
        // What is refused is told of by those that refer to it.
        return KINDS.stream().allMatch(kind -> snapshot.all(kind) == other.all(kind))
                && snapshot.refused().equals(other.refused());
    }

    /** What is wrong with all of this. */
    List<Problem> problems() {
        List<Problem> problems = new ArrayList<>(classes.problems());
        problems.addAll(foreign);
        plans.values().forEach(plan -> problems.addAll(plan.problems()));
        plans.values().forEach(plan -> problems.addAll(conflictsOf(plan)));
        problems.addAll(policies.problems());
        problems.addAll(malformed.problems());
        return problems;
    }

    private List<Problem> conflictsOf(GatewayPlan plan) {
        List<Problem> problems = new ArrayList<>();
        for (int i = 0; i < plan.listeners().size(); i++) {
            var conflict = conflicts.conflicts().get(plan.listeners().get(i).id());
            if (conflict != null) {
                problems.add(
                        Problem.warning(
                                plan.gateway(), "spec.listeners[" + i + "]", conflict.message()));
            }
        }
        return problems;
    }
}
