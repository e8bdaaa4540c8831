package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.ConfigMap;
import dev.maneki.resources.kinds.LocalObjectReference;
import dev.maneki.resources.kinds.ObjectReference;
import dev.maneki.resources.kinds.Reference;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.references.Resolution;
import java.util.Optional;
import java.util.Set;

/** What the {@code parametersRef} of a GatewayClass or a Gateway leads to: a ConfigMap. */
final class ParameterReferences {
    private final Snapshot snapshot;
    private final Set<String> limitNames;

    ParameterReferences(Snapshot snapshot, Set<String> limitNames) {
        this.snapshot = snapshot;
        this.limitNames = limitNames;
    }

    /** A class stands in no namespace, so its reference must name one. */
    Resolution<Parameters> ofClass(ObjectReference reference) {
        if (reference.namespace().isEmpty()) {
            return refused("parametersRef must have the namespace of the ConfigMap");
        }
        return resolve(reference, reference.namespace().get());
    }

    Resolution<Parameters> ofGateway(LocalObjectReference reference, String namespace) {
        return resolve(reference, namespace);
    }

    private Resolution<Parameters> resolve(Reference reference, String namespace) {
        if (!reference.refersTo("", "ConfigMap")) {
            return refused(
                    "parametersRef must name a ConfigMap, not "
                            + Kinds.describe(reference.group(), reference.kind()));
        }
        String named = "ConfigMap " + namespace + "/" + reference.name();
        Optional<ConfigMap> map = snapshot.find(ConfigMap.class, namespace, reference.name());
        return map.isEmpty()
                ? refused(Missing.message(snapshot, "ConfigMap", namespace, reference.name()))
                : Parameters.parse(named, map.get().data(), limitNames);
    }

    private static Resolution<Parameters> refused(String message) {
        return Resolution.refused(Vocabulary.INVALID_PARAMETERS, message);
    }
}
