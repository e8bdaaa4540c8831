package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.RecordSchema;
import dev.maneki.resources.schema.Shape;
import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.ListNode;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.ScalarNode;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Walks an OpenAPI schema beside ours and notes every difference. */
final class CrdSchema {
    /** Keywords that say nothing about what is valid, or that are compared. */
    private static final Set<String> KNOWN =
            Set.of(
                    "additionalProperties",
                    "default",
                    "description",
                    "enum",
                    "format",
                    "items",
                    "maxItems",
                    "maxLength",
                    "maxProperties",
                    "maximum",
                    "minItems",
                    "minLength",
                    "minimum",
                    "pattern",
                    "properties",
                    "required",
                    "type",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-list-type",
                    "x-kubernetes-map-type",
                    "x-kubernetes-validations");

    /** {@code oneOf}: an address of type IPAddress is one; a document in broken-rules breaks it. */
    private static final Set<String> ONE_OF = Set.of("spec.addresses[]");

    private final List<String> differences;

    CrdSchema(List<String> differences) {
        this.differences = differences;
    }

    void compare(MapNode root, Class<?> kind, String at) {
        MapNode properties = map(root, "properties");
        RecordSchema ours = RecordSchema.of(kind);
        for (RecordSchema.Field field : ours.fields()) {
            MapNode theirs = map(properties, field.name());
            field(theirs, field, at + " ", field.name());
        }
        Set<String> names = names(properties);
        names.removeAll(Set.of("apiVersion", "kind", "metadata", "spec", "status"));
        check(at, "", "fields", Set.of(), names);
    }

    private void field(MapNode theirs, RecordSchema.Field ours, String at, String path) {
        Node written = theirs.get("default");
        check(at, path, "default", json(written), ours(ours));
        shape(theirs, ours.shape(), at, path);
    }

    private static @Nullable String ours(RecordSchema.Field field) {
        String written = field.writtenDefault();
        boolean text =
                field.shape() instanceof Shape.Text
                        || field.shape() instanceof Shape.Choice
                        || written == null;
        return text
                ? written
                : json(
                        new DocumentParser(YamlLimits.DEFAULT)
                                .parse(new Source("default", 1, Objects.requireNonNull(written)))
                                .root());
    }

    private void shape(MapNode theirs, Shape shape, String at, String path) {
        for (String keyword : names(theirs)) {
            boolean known = KNOWN.contains(keyword);
            if (!known && !(keyword.equals("oneOf") && ONE_OF.contains(path))) {
                differences.add(at + path + " has " + keyword);
            }
        }
        switch (shape) {
            case Shape.Structure structure -> structure(theirs, structure, at, path);
            case Shape.Sequence sequence -> sequence(theirs, sequence, at, path);
            case Shape.Dictionary dictionary -> {
                check(at, path, "type", text(theirs, "type"), "object");
                long max = number(theirs, "maxProperties", Integer.MAX_VALUE);
                check(at, path, "maxProperties", max, (long) dictionary.maxProperties());
                shape(map(theirs, "additionalProperties"), dictionary.values(), at, path + "{}");
            }
            case Shape.Text string -> string(theirs, string, at, path);
            case Shape.Scalar scalar -> string(theirs, scalar.text(), at, path);
            case Shape.Choice choice -> {
                check(at, path, "type", text(theirs, "type"), "string");
                Set<String> ours = new TreeSet<>(choice.constants().keySet());
                check(at, path, "enum", new TreeSet<>(texts(theirs, "enum")), ours);
            }
            case Shape.Whole whole -> whole(theirs, whole, at, path);
            case Shape.Truth _ -> check(at, path, "type", text(theirs, "type"), "boolean");
        }
    }

    private void structure(MapNode theirs, Shape.Structure shape, String at, String path) {
        check(at, path, "type", text(theirs, "type"), "object");
        MapNode properties = map(theirs, "properties");
        Set<String> names = new TreeSet<>();
        Set<String> required = new TreeSet<>();
        for (RecordSchema.Field field : shape.schema().fields()) {
            names.add(field.name());
            if (field.isRequired()) {
                required.add(field.name());
            }
            if (properties.get(field.name()) instanceof MapNode property) {
                field(property, field, at, path + "." + field.name());
            }
        }
        check(at, path, "fields", names(properties), names);
        check(at, path, "required", new TreeSet<>(texts(theirs, "required")), required);
    }

    private void sequence(MapNode theirs, Shape.Sequence shape, String at, String path) {
        check(at, path, "type", text(theirs, "type"), "array");
        check(at, path, "minItems", number(theirs, "minItems", 0), (long) shape.minItems());
        long max = number(theirs, "maxItems", Integer.MAX_VALUE);
        check(at, path, "maxItems", max, (long) shape.maxItems());
        check(at, path, "keys", texts(theirs, "x-kubernetes-list-map-keys"), shape.keys());
        boolean set = text(theirs, "x-kubernetes-list-type").equals("set");
        check(at, path, "set", set, shape.set());
        shape(map(theirs, "items"), shape.items(), at, path + "[]");
    }

    private void string(MapNode theirs, Shape.Text shape, String at, String path) {
        check(at, path, "type", text(theirs, "type"), "string");
        check(at, path, "minLength", number(theirs, "minLength", 0), (long) shape.minLength());
        long max = number(theirs, "maxLength", Integer.MAX_VALUE);
        check(at, path, "maxLength", max, (long) shape.maxLength());
        check(at, path, "pattern", text(theirs, "pattern"), shape.pattern());
        check(at, path, "enum", new TreeSet<>(texts(theirs, "enum")), new TreeSet<>(shape.oneOf()));
    }

    private void whole(MapNode theirs, Shape.Whole shape, String at, String path) {
        check(at, path, "type", text(theirs, "type"), "integer");
        check(at, path, "minimum", number(theirs, "minimum", Long.MIN_VALUE), shape.minimum());
        check(at, path, "maximum", number(theirs, "maximum", Long.MAX_VALUE), shape.maximum());
        check(at, path, "enum", texts(theirs, "enum"), shape.oneOf());
        // Attempts, codes and sizes have no format; 32 bits are enough for the first two.
        String format = text(theirs, "format");
        if (!format.isEmpty()) {
            check(at, path, "format", format, "int" + shape.bits());
        }
    }

    private void check(
            String at, String path, String what, @Nullable Object theirs, @Nullable Object ours) {
        if (!Objects.equals(theirs, ours)) {
            differences.add(at + path + " " + what + ": CRD " + theirs + ", ours " + ours);
        }
    }

    static MapNode map(MapNode node, String field) {
        return node.get(field) instanceof MapNode map ? map : new MapNode(List.of(), 0, 0);
    }

    static String text(MapNode node, String field) {
        return node.get(field) instanceof ScalarNode scalar ? scalar.text() : "";
    }

    private static long number(MapNode node, String field, long otherwise) {
        String text = text(node, field);
        return text.isEmpty() ? otherwise : Long.parseLong(text);
    }

    private static List<String> texts(MapNode node, String field) {
        List<String> texts = new ArrayList<>();
        if (node.get(field) instanceof ListNode list) {
            list.items().forEach(item -> texts.add(((ScalarNode) item).text()));
        }
        return texts;
    }

    private static Set<String> names(MapNode node) {
        Set<String> names = new TreeSet<>();
        node.entries().forEach(entry -> names.add(entry.key()));
        return names;
    }

    /** A text of a node that is the same for the same content. */
    private static @Nullable String json(@Nullable Node node) {
        return switch (node) {
            case null -> null;
            case ScalarNode scalar -> scalar.text();
            case ListNode list -> list.items().stream().map(CrdSchema::json).toList().toString();
            case MapNode map -> {
                Map<String, @Nullable String> sorted = new TreeMap<>();
                map.entries().forEach(entry -> sorted.put(entry.key(), json(entry.value())));
                yield sorted.toString();
            }
        };
    }
}
