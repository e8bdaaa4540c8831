package dev.maneki.resources.kinds;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.Severity;
import dev.maneki.resources.schema.Decoder;
import dev.maneki.resources.schema.Suggestion;
import dev.maneki.resources.yaml.Document;
import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.FieldPath;
import dev.maneki.resources.yaml.ListNode;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.Problem;
import dev.maneki.resources.yaml.Problems;
import dev.maneki.resources.yaml.ScalarNode;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One document to resources: checked, with defaults, or refused with every reason. Stateless and
 * thread-safe; never throws for what stands in a document.
 */
public final class ResourceReader {
    private final DocumentParser parser;

    public ResourceReader(YamlLimits limits) {
        parser = new DocumentParser(limits);
    }

    /** One reading for each resource: several for a {@code List}, none for an empty document. */
    public List<Reading> read(Source source) {
        List<Reading> readings = new ArrayList<>(1);
        Document document = parser.parse(source);
        Node root = document.root();
        if (!document.complete()) {
            // What is missing may be missing only because the text breaks off: say just that.
            readings.add(refused(source, idBeforeBreak(root), document.problems()));
        } else if (root instanceof MapNode map) {
            object(source, map, "", document.problems(), null, readings);
        } else if (!document.problems().isEmpty()) {
            readings.add(refused(source, Optional.empty(), document.problems()));
        } else if (root != null && !isNull(root)) {
            Problem problem =
                    new Problem(
                            root.line(),
                            root.column(),
                            "",
                            "expected a resource, not " + root.describe(),
                            "write apiVersion, kind, metadata and spec");
            readings.add(refused(source, Optional.empty(), List.of(problem)));
        }
        return readings;
    }

    /** Whose a broken document is, where the break is not in the very name. */
    private static Optional<ResourceId> idBeforeBreak(@Nullable Node root) {
        if (!(root instanceof MapNode map)
                || map.entries().isEmpty()
                || map.entries().getLast().key().equals("metadata")
                || map.entries().getLast().key().equals("kind")) {
            return Optional.empty();
        }
        TypeMeta type = TypeMeta.of(map);
        return KindType.find(type.group(), type.kind())
                .flatMap(kind -> MetadataReader.id(map, kind));
    }

    /** A resource, or a list of such. */
    private void object(
            Source source,
            MapNode map,
            String path,
            List<Problem> problems,
            @Nullable TypeMeta listed,
            List<Reading> readings) {
        TypeMeta type = TypeMeta.of(map);
        if (type.isEmpty() && listed != null) {
            // The items of HTTPRouteList and its like may leave out what the list says.
            type = listed;
        }
        Node items = map.get("items");
        if (type.kind().endsWith("List") && items instanceof ListNode list) {
            list(source, type, list, path, problems, readings);
            return;
        }
        readings.add(resource(source, map, path, problems, type));
    }

    private void list(
            Source source,
            TypeMeta type,
            ListNode list,
            String path,
            List<Problem> problems,
            List<Reading> readings) {
        ItemProblems itemProblems = ItemProblems.of(problems);
        if (!itemProblems.ofList().isEmpty()) {
            readings.add(refused(source, Optional.empty(), itemProblems.ofList()));
        }
        String kind = type.kind().substring(0, type.kind().length() - "List".length());
        TypeMeta listed = kind.isEmpty() ? null : new TypeMeta(type.apiVersion(), kind);
        Problems noResources = new Problems();
        for (int i = 0; i < list.items().size(); i++) {
            String itemPath = FieldPath.join(path, "items[" + i + "]");
            Node item = list.items().get(i);
            if (item instanceof MapNode map) {
                object(source, map, itemPath, itemProblems.ofItem(i), listed, readings);
            } else {
                String message = "expected a resource, not " + item.describe();
                noResources.add(new Problem(item.line(), item.column(), itemPath, message, ""));
            }
        }
        if (!noResources.isEmpty()) {
            readings.add(refused(source, Optional.empty(), noResources.list()));
        }
    }

    private Reading resource(
            Source source, MapNode map, String path, List<Problem> before, TypeMeta type) {
        Optional<KindType> known = KindType.find(type.group(), type.kind());
        ResourceId named = new ResourceId(type.kind(), text(map, "namespace"), text(map, "name"));
        if (type.kind().isEmpty() || type.apiVersion().isEmpty()) {
            String missing = type.kind().isEmpty() ? "kind" : "apiVersion";
            Problems problems = new Problems(before);
            problems.add(missing(map, missing));
            return refused(source, Optional.empty(), problems.list());
        }
        if (known.isEmpty()) {
            return before.isEmpty()
                    ? unknownKind(source, map, type, named)
                    : refused(source, Optional.empty(), before);
        }
        KindType kind = known.get();
        Problems problems = new Problems(before);
        Metadata metadata = MetadataReader.read(map, kind, problems);
        Optional<ResourceId> id = MetadataReader.id(map, kind);
        if (!kind.versions().contains(type.version())) {
            FieldPath.Place place = FieldPath.locate(map, "apiVersion");
            problems.add(
                    new Problem(
                            place.line(),
                            place.column(),
                            "apiVersion",
                            kind.kind() + " is not served in version '" + type.version() + "'",
                            "write " + kind.apiVersion()));
            return refused(source, id, problems.list());
        }
        Origin origin = new Origin(type.apiVersion(), source, path);
        // Without metadata the rest is still decoded, so that all of its errors are told at once.
        Resource resource =
                Decoder.decode(
                        kind.type(),
                        map,
                        "",
                        problems,
                        origin,
                        metadata == null ? Metadata.of("", "") : metadata);
        if (resource == null || metadata == null || !problems.isEmpty()) {
            return refused(source, id, problems.list());
        }
        return new Reading(id, Optional.of(resource), deprecation(source, map, kind, type, id));
    }

    private static List<Finding> deprecation(
            Source source, MapNode map, KindType kind, TypeMeta type, Optional<ResourceId> id) {
        if (!kind.deprecated().contains(type.version())) {
            return List.of();
        }
        FieldPath.Place place = FieldPath.locate(map, "apiVersion");
        return List.of(
                new Finding(
                        Severity.WARNING,
                        new Position(source.file(), place.line(), place.column()),
                        id,
                        "apiVersion",
                        type.apiVersion() + " is deprecated",
                        "write " + kind.apiVersion()));
    }

    private static Reading unknownKind(
            Source source, MapNode map, TypeMeta type, ResourceId named) {
        List<String> kinds = KindType.all().stream().map(KindType::kind).toList();
        String near = Suggestion.nearest(type.kind(), kinds);
        FieldPath.Place place = FieldPath.locate(map, "kind");
        String remedy = "";
        Optional<KindType> sameName = KindType.named(type.kind());
        if (sameName.isPresent()) {
            remedy = "did you mean apiVersion: " + sameName.get().apiVersion() + "?";
        } else if (!near.isEmpty()) {
            remedy = "did you mean " + near + "?";
        }
        Finding finding =
                new Finding(
                        Severity.WARNING,
                        new Position(source.file(), place.line(), place.column()),
                        Optional.of(named),
                        "",
                        "Maneki does not read " + type.kind() + " of " + type.apiVersion(),
                        remedy);
        return new Reading(Optional.empty(), Optional.empty(), List.of(finding));
    }

    private static Reading refused(Source source, Optional<ResourceId> id, List<Problem> problems) {
        List<Finding> findings = new ArrayList<>(problems.size());
        for (Problem problem : problems) {
            findings.add(
                    new Finding(
                            Severity.ERROR,
                            new Position(source.file(), problem.line(), problem.column()),
                            id,
                            problem.field(),
                            problem.message(),
                            problem.remedy()));
        }
        return new Reading(id, Optional.empty(), findings);
    }

    private static Problem missing(MapNode map, String field) {
        return new Problem(
                map.line(), map.column(), field, "required, and not there", "add " + field);
    }

    private static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
    }

    private static String text(MapNode map, String field) {
        return map.get("metadata") instanceof MapNode metadata
                        && metadata.get(field) instanceof ScalarNode scalar
                ? scalar.text()
                : "";
    }
}
