package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Tolerates;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ObjectMeta}, as far as Maneki reads it.
 *
 * @param namespace {@code default} where a kind has namespaces and none is written; empty for kinds
 *     outside namespaces
 * @param creationTimestamp decides which of two equal routes wins (the older); seldom in a file
 */
@Tolerates({
    "deletionGracePeriodSeconds",
    "deletionTimestamp",
    "finalizers",
    "generateName",
    "managedFields",
    "ownerReferences",
    "resourceVersion",
    "selfLink"
})
public record Metadata(
        String name,
        @Default("") String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        Optional<Instant> creationTimestamp,
        @Default("0") long generation,
        @Default("") String uid) {

    /** Of a name alone, in the namespace given. */
    public static Metadata of(String namespace, String name) {
        return new Metadata(name, namespace, Map.of(), Map.of(), Optional.empty(), 0, "");
    }

    Metadata inNamespace(String other) {
        return new Metadata(name, other, labels, annotations, creationTimestamp, generation, uid);
    }
}
