package dev.maneki.resources.kinds;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.schema.Decoder;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.Problem;
import dev.maneki.resources.yaml.Problems;
import dev.maneki.resources.yaml.ScalarNode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code metadata}, with the checks and the default namespace that an API server has for it. */
final class MetadataReader {
    private static final String DEFAULT_NAMESPACE = "default";

    /** The bytes of all annotations of an object: {@code TotalAnnotationSizeLimitB}. */
    private static final long ANNOTATION_BYTES = 256 << 10;

    private MetadataReader() {}

    /** The name of a resource whose metadata may be wrong otherwise; empty where it has none. */
    static Optional<ResourceId> id(MapNode root, KindType kind) {
        if (!(root.get("metadata") instanceof MapNode map)
                || !(map.get("name") instanceof ScalarNode name)
                || name.text().isEmpty()) {
            return Optional.empty();
        }
        String namespace = "";
        if (kind.namespaced()) {
            namespace =
                    map.get("namespace") instanceof ScalarNode scalar && !scalar.text().isEmpty()
                            ? scalar.text()
                            : DEFAULT_NAMESPACE;
        }
        return Optional.of(new ResourceId(kind.kind(), namespace, name.text()));
    }

    /** The metadata; null where there were problems. */
    static @Nullable Metadata read(MapNode root, KindType kind, Problems problems) {
        Node node = root.get("metadata");
        if (!(node instanceof MapNode map)) {
            Node at = node == null ? root : node;
            String message =
                    node == null
                            ? "required, and not there"
                            : "expected a map, not " + node.describe();
            problems.add(
                    new Problem(
                            at.line(), at.column(), "metadata", message, "add metadata with name"));
            return null;
        }
        Metadata metadata = Decoder.decode(Metadata.class, map, "metadata", problems);
        if (metadata == null) {
            return null;
        }
        int before = problems.count();
        Decoder.check(
                root,
                problems,
                rules -> {
                    checkName(rules, kind, metadata.name());
                    checkNamespace(rules, kind, metadata.namespace());
                    checkLabels(rules, metadata.labels());
                    checkAnnotations(rules, metadata.annotations());
                });
        if (problems.count() > before) {
            return null;
        }
        if (kind.namespaced() && metadata.namespace().isEmpty()) {
            return metadata.inNamespace(DEFAULT_NAMESPACE);
        }
        return metadata;
    }

    private static void checkName(Rules rules, KindType kind, String name) {
        boolean label = kind.type() == Namespace.class || kind.type() == Service.class;
        if (label ? !KubernetesNames.isLabel(name) : !KubernetesNames.isSubdomain(name)) {
            rules.broken(
                    "metadata.name",
                    "'"
                            + name
                            + "' is not "
                            + (label ? "an RFC 1123 label" : "an RFC 1123 subdomain"),
                    label
                            ? "write at most 63 lower-case letters, digits and inner '-'"
                            : "write at most 253 lower-case letters, digits, inner '-' and '.'");
        }
    }

    private static void checkNamespace(Rules rules, KindType kind, String namespace) {
        if (!kind.namespaced() && !namespace.isEmpty()) {
            rules.broken(
                    "metadata.namespace",
                    "a " + kind.kind() + " does not stand in a namespace",
                    "remove namespace");
        }
        if (!namespace.isEmpty() && !KubernetesNames.isLabel(namespace)) {
            rules.broken(
                    "metadata.namespace",
                    "'" + namespace + "' is not an RFC 1123 label",
                    "write at most 63 lower-case letters, digits and inner '-'");
        }
    }

    private static void checkLabels(Rules rules, Map<String, String> labels) {
        for (Map.Entry<String, String> label : labels.entrySet()) {
            if (!KubernetesNames.isQualifiedName(label.getKey())) {
                rules.broken(
                        "metadata.labels[" + label.getKey() + "]",
                        "'" + label.getKey() + "' is not a label key",
                        "write a name of at most 63 characters, with a domain and '/' before it or"
                                + " none");
            }
            if (!KubernetesNames.isLabelValue(label.getValue())) {
                rules.broken(
                        "metadata.labels[" + label.getKey() + "]",
                        "'" + label.getValue() + "' is not a label value",
                        "write at most 63 letters, digits, '-', '_' and '.', alphanumeric at both"
                                + " ends");
            }
        }
    }

    private static void checkAnnotations(Rules rules, Map<String, String> annotations) {
        long size = 0;
        for (Map.Entry<String, String> annotation : annotations.entrySet()) {
            if (!KubernetesNames.isQualifiedName(annotation.getKey().toLowerCase(Locale.ROOT))) {
                rules.broken(
                        "metadata.annotations[" + annotation.getKey() + "]",
                        "'" + annotation.getKey() + "' is not an annotation key",
                        "write a name of at most 63 characters, with a domain and '/' before it or"
                                + " none");
            }
            size += annotation.getKey().length() + annotation.getValue().length();
        }
        rules.require(
                size <= ANNOTATION_BYTES,
                "metadata.annotations",
                "annotations of more than " + ANNOTATION_BYTES + " bytes",
                "");
    }
}
