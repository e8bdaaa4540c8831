package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.GatewayClass;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which GatewayClasses are ours, and what they give to their Gateways. */
final class GatewayClasses {
    /** What a class is to a Gateway. */
    sealed interface Verdict {
        /** Ours, with these defaults for its parameters, unless they cannot be read. */
        record Ours(Resolution<Parameters> defaults) implements Verdict {}

        /** Another controller's. */
        record Foreign() implements Verdict {}
    }

    private static final Verdict UNKNOWN = new Verdict.Ours(Resolution.found(Parameters.NONE));

    private final Map<String, Verdict> byName = new HashMap<>();
    private final Map<ResourceId, ResourceStatus> statuses = new HashMap<>();
    private final List<Problem> problems = new ArrayList<>();

    GatewayClasses(Snapshot snapshot, ParameterReferences parameters) {
        for (GatewayClass each : snapshot.all(GatewayClass.class)) {
            byName.put(each.name(), judge(each, parameters));
        }
    }

    private Verdict judge(GatewayClass each, ParameterReferences parameters) {
        if (!each.spec().controllerName().equals(Vocabulary.CONTROLLER)) {
            return new Verdict.Foreign();
        }
        Resolution<Parameters> defaults =
                each.spec()
                        .parametersRef()
                        .map(parameters::ofClass)
                        .orElse(Resolution.found(Parameters.NONE));
        if (defaults instanceof Resolution.Refused<Parameters>(Fault fault)) {
            problems.add(Problem.error(each, "spec.parametersRef", fault.message()));
        }
        statuses.put(each.id(), status(each, defaults));
        return new Verdict.Ours(defaults);
    }

    /** What becomes of Gateways of this class; a class that is no resource here is ours too. */
    Verdict of(String name) {
        return byName.getOrDefault(name, UNKNOWN);
    }

    Map<ResourceId, ResourceStatus> statuses() {
        return statuses;
    }

    List<Problem> problems() {
        return problems;
    }

    private static ResourceStatus status(GatewayClass each, Resolution<Parameters> defaults) {
        long generation = each.metadata().generation();
        Condition accepted =
                defaults instanceof Resolution.Refused<Parameters>(Fault fault)
                        ? fault.condition(Vocabulary.ACCEPTED, generation)
                        : Condition.isTrue(
                                Vocabulary.ACCEPTED,
                                Vocabulary.ACCEPTED,
                                "Gateways of this class are served",
                                generation);
        Condition version =
                Condition.isTrue(
                        "SupportedVersion",
                        "SupportedVersion",
                        "Resources are read as of Gateway API 1.6.1",
                        generation);
        return new ResourceStatus.OfGatewayClass(
                List.of(accepted, version), SupportedFeatures.NAMES);
    }
}
