package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.BackendTLSPolicy;
import dev.maneki.resources.kinds.ParentReference;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.references.ServiceName;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What BackendTLSPolicies are told: one entry for each Gateway by which requests reach a Service
 * that the policy targets.
 */
final class PolicyStatuses {
    /** The API's limit of {@code status.ancestors}. */
    private static final int MAX_ANCESTORS = 16;

    private final Snapshot snapshot;
    private final BackendTlsPolicies policies;

    /** By Service and port number, the Gateways by which requests reach it. */
    private final Map<ServiceName, Map<Integer, Set<ResourceId>>> gateways = new HashMap<>();

    PolicyStatuses(
            Snapshot snapshot, BackendTlsPolicies policies, Collection<TranslatedRoute> routes) {
        this.snapshot = snapshot;
        this.policies = policies;
        if (policies.isEmpty()) {
            return;
        }
        Set<ServiceName> targeted = new HashSet<>();
        for (BackendTlsPolicies.Plan plan : policies.plans()) {
            for (BackendTLSPolicy.TargetRef reference : plan.policy().spec().targetRefs()) {
                targeted.add(new ServiceName(plan.policy().namespace(), reference.name()));
            }
        }
        routes.forEach(route -> collect(route, targeted));
    }

    private void collect(TranslatedRoute route, Set<ServiceName> targeted) {
        for (BackendQuery query : route.plainRules().answers().keySet()) {
            ServiceName service = new ServiceName(query.toNamespace(), query.name());
            if (query.refersTo("", "Service") && targeted.contains(service)) {
                Set<ResourceId> ofPort =
                        gateways.computeIfAbsent(service, key -> new HashMap<>())
                                .computeIfAbsent(query.port(), key -> new TreeSet<>());
                for (Attachments.Parent parent : route.parents()) {
                    if (!parent.listeners().isEmpty()) {
                        ofPort.add(parent.gateway());
                    }
                }
            }
        }
    }

    /** The status of every policy; notes targets that are not there. */
    Map<ResourceId, ResourceStatus> statuses(List<Problem> problems) {
        Map<ResourceId, ResourceStatus> statuses = new HashMap<>();
        for (BackendTlsPolicies.Plan plan : policies.plans()) {
            statuses.put(plan.policy().id(), status(plan, problems));
        }
        return statuses;
    }

    private ResourceStatus status(BackendTlsPolicies.Plan plan, List<Problem> problems) {
        // Of the targets that one Gateway reaches: why the policy is not in force for them.
        Map<ResourceId, List<Optional<Fault>>> byGateway = new TreeMap<>();
        List<BackendTLSPolicy.TargetRef> references = plan.policy().spec().targetRefs();
        for (int i = 0; i < references.size(); i++) {
            if (!references.get(i).refersTo("", "Service")) {
                continue;
            }
            BackendTlsPolicies.Target target =
                    BackendTlsPolicies.target(plan.policy(), references.get(i));
            Optional<Fault> missing = missing(target);
            String field = "spec.targetRefs[" + i + "]";
            missing.ifPresent(
                    fault -> problems.add(Problem.warning(plan.policy(), field, fault.message())));
            Optional<Fault> fault = missing.or(() -> policies.lost(plan, target));
            for (ResourceId gateway : reaching(target, missing.isPresent())) {
                byGateway.computeIfAbsent(gateway, key -> new ArrayList<>()).add(fault);
            }
        }
        List<ResourceStatus.Ancestor> ancestors = new ArrayList<>();
        byGateway.forEach(
                (gateway, faults) -> {
                    if (ancestors.size() < MAX_ANCESTORS) {
                        ancestors.add(ancestor(plan, gateway, faults));
                    }
                });
        return new ResourceStatus.OfPolicy(ancestors);
    }

    private Set<ResourceId> reaching(BackendTlsPolicies.Target target, boolean missing) {
        Map<Integer, Set<ResourceId>> byPort =
                gateways.getOrDefault(
                        new ServiceName(target.namespace(), target.service()), Map.of());
        Set<ResourceId> result = new TreeSet<>();
        byPort.forEach(
                (port, each) -> {
                    if (missing || target.section().isEmpty() || isPort(target, port)) {
                        result.addAll(each);
                    }
                });
        return result;
    }

    private boolean isPort(BackendTlsPolicies.Target target, int number) {
        return ports(target).stream()
                .anyMatch(
                        port ->
                                port.port() == number
                                        && port.name().equals(Optional.of(target.section())));
    }

    private List<Service.Port> ports(BackendTlsPolicies.Target target) {
        return snapshot.find(Service.class, target.namespace(), target.service())
                .map(service -> service.spec().ports())
                .orElse(List.of());
    }

    private Optional<Fault> missing(BackendTlsPolicies.Target target) {
        String named = "Service " + target.namespace() + "/" + target.service();
        if (snapshot.find(Service.class, target.namespace(), target.service()).isEmpty()) {
            return Optional.of(
                    new Fault(
                            "TargetNotFound",
                            Missing.message(
                                    snapshot, "Service", target.namespace(), target.service())));
        }
        Optional<String> section = Optional.of(target.section());
        return target.section().isEmpty()
                        || ports(target).stream().anyMatch(port -> port.name().equals(section))
                ? Optional.empty()
                : Optional.of(
                        new Fault(
                                "TargetNotFound",
                                named + " has no port named " + target.section()));
    }

    private static ResourceStatus.Ancestor ancestor(
            BackendTlsPolicies.Plan plan, ResourceId gateway, List<Optional<Fault>> ofTargets) {
        long generation = plan.policy().metadata().generation();
        List<Fault> faults = ofTargets.stream().flatMap(Optional::stream).toList();
        // In force for one target is in force; the policy itself tells of the others.
        Optional<Fault> nowhere =
                faults.size() == ofTargets.size() ? Fault.join(faults) : Optional.empty();
        Condition accepted =
                Conditions.unless(
                        plan.refusal().or(() -> nowhere),
                        Vocabulary.ACCEPTED,
                        "TLS is spoken to the Service",
                        generation);
        Condition resolved = Conditions.resolvedRefs(plan.unresolved(), generation);
        ParentReference reference =
                new ParentReference(
                        Vocabulary.GROUP,
                        "Gateway",
                        Optional.of(gateway.namespace()),
                        gateway.name(),
                        Optional.empty(),
                        OptionalInt.empty());
        return new ResourceStatus.Ancestor(
                reference, Vocabulary.CONTROLLER, List.of(accepted, resolved));
    }
}
