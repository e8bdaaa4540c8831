package dev.maneki.resources.schema;

import dev.maneki.resources.yaml.FieldPath;
import dev.maneki.resources.yaml.ListNode;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.Problem;
import dev.maneki.resources.yaml.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Nodes to records. Everything that does not fit is reported, not only the first; rules between
 * fields are checked where the fields themselves are right. One thread, one use.
 */
public final class Decoder {
    private final Problems problems;
    private final List<Object> given;
    private final FieldPath.Builder path;

    private Decoder(Problems problems, String prefix, List<Object> given) {
        this.problems = problems;
        this.given = given;
        this.path = new FieldPath.Builder(prefix);
    }

    /**
     * A record of a map.
     *
     * @param prefix path of the map, for the problems; empty for the resource itself
     * @param problems where problems are added
     * @param given the values of {@link Given} components, found by their class
     * @return null where there were problems
     */
    public static <T> @Nullable T decode(
            Class<T> type, MapNode node, String prefix, Problems problems, Object... given) {
        int before = problems.count();
        Decoder decoder = new Decoder(problems, prefix, List.of(given));
        Object value = decoder.structure(RecordSchema.of(type), node);
        return problems.count() > before ? null : type.cast(value);
    }

    /** States rules of a value that was decoded from a map; for rules beyond its own. */
    public static void check(MapNode node, Problems problems, Checked checked) {
        new Decoder(problems, "", List.of()).rules(node, checked);
    }

    static Object decodeDefault(Shape shape, Node node) {
        Problems problems = new Problems();
        Object value = new Decoder(problems, "", List.of()).decode(shape, node);
        if (value == null) {
            throw new IllegalStateException("a default is wrong: " + problems.list());
        }
        return value;
    }

    /** The value; null where there were problems. */
    private @Nullable Object decode(Shape shape, Node node) {
        return switch (shape) {
            case Shape.Structure structure -> structure(structure.schema(), node);
            case Shape.Sequence sequence -> sequence(sequence, node);
            case Shape.Dictionary dictionary -> dictionary(dictionary, node);
            default -> Scalars.decode(shape, node, this);
        };
    }

    private @Nullable Object structure(RecordSchema schema, Node node) {
        if (!(node instanceof MapNode map)) {
            problem(node, "expected a map, not " + node.describe(), "");
            return null;
        }
        int before = problems.count();
        @Nullable Object[] values = new @Nullable Object[schema.size()];
        List<MapNode.Entry> entries = map.entries();
        for (int i = 0; i < entries.size(); i++) {
            MapNode.Entry entry = entries.get(i);
            int index = schema.indexOf(entry.key());
            if (index < 0) {
                if (!schema.tolerates(entry.key())) {
                    unknown(schema, entry);
                }
            } else if (!Scalars.isNull(entry.value())) {
                // Null is as if the field were not there: so does an API server read it.
                RecordSchema.Field field = schema.component(index);
                if (field != null) {
                    path.push(entry.key());
                    Object value = decode(field.shape(), entry.value());
                    path.pop();
                    values[index] = value == null ? this : field.holder().hold(value);
                }
            }
        }
        complete(schema, map, values);
        if (problems.count() > before) {
            return null;
        }
        Object record = schema.create(values);
        if (record instanceof Checked checked) {
            rules(map, checked);
        }
        return problems.count() > before ? null : record;
    }

    /** Fills what is not written. */
    private void complete(RecordSchema schema, MapNode map, @Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] != null) {
                continue;
            }
            RecordSchema.Field field = schema.component(i);
            if (field == null) {
                values[i] = given(schema.componentType(i));
                continue;
            }
            Object value = field.defaultValue();
            if (value != null) {
                value = field.holder().hold(value);
            } else if (!field.isRequired()) {
                value = field.holder().absent();
            }
            if (value == null) {
                path.push(field.name());
                problem(map, "required, and not there", "add " + field.name());
                path.pop();
            }
            values[i] = value;
        }
    }

    private Object given(Class<?> type) {
        for (Object each : given) {
            if (type.isInstance(each)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no " + type + " is given");
    }

    private @Nullable Object sequence(Shape.Sequence shape, Node node) {
        if (!(node instanceof ListNode list)) {
            problem(node, "expected a list, not " + node.describe(), "begin each item with '- '");
            return null;
        }
        int size = list.items().size();
        int before = problems.count();
        if (size > shape.maxItems()) {
            problem(node, size + " items are too many", "write at most " + shape.maxItems());
        }
        if (size < shape.minItems()) {
            problem(node, size + " items are too few", "write at least " + shape.minItems());
        }
        if (problems.count() > before) {
            return null;
        }
        List<Object> values = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            path.push(i);
            Object value = decode(shape.items(), list.items().get(i));
            path.pop();
            if (value != null) {
                values.add(value);
            }
        }
        unique(shape, list, values);
        return problems.count() > before ? null : List.copyOf(values);
    }

    private void unique(Shape.Sequence shape, ListNode list, List<Object> values) {
        if ((shape.keys().isEmpty() && !shape.set()) || values.size() < 2) {
            return;
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < list.items().size(); i++) {
            Node item = list.items().get(i);
            Object key = shape.set() ? Scalars.text(item) : key(shape.keys(), item);
            if (!seen.add(key)) {
                path.push(i);
                String message = shape.duplicate().isEmpty() ? "stands twice" : shape.duplicate();
                String which = key instanceof List<?> keys ? "" + keys.getFirst() : "" + key;
                problem(item, "'" + which + "': " + message, "remove one of the two");
                path.pop();
            }
        }
    }

    private static List<String> key(List<String> names, Node item) {
        List<String> key = new ArrayList<>(names.size());
        for (String name : names) {
            Node value = item instanceof MapNode map ? map.get(name) : null;
            key.add(value == null ? "" : Scalars.text(value));
        }
        return key;
    }

    private @Nullable Object dictionary(Shape.Dictionary shape, Node node) {
        if (!(node instanceof MapNode map)) {
            problem(node, "expected a map, not " + node.describe(), "");
            return null;
        }
        int before = problems.count();
        int size = map.entries().size();
        if (size > shape.maxProperties()) {
            problem(node, size + " entries are too many", "write at most " + shape.maxProperties());
            return null;
        }
        Map<String, Object> values = LinkedHashMap.newLinkedHashMap(size);
        for (MapNode.Entry entry : map.entries()) {
            path.pushKey(entry.key());
            Object value = decode(shape.values(), entry.value());
            path.pop();
            if (value != null) {
                values.put(entry.key(), value);
            }
        }
        if (problems.count() > before) {
            return null;
        }
        return values.isEmpty() ? Map.of() : Collections.unmodifiableMap(values);
    }

    private void unknown(RecordSchema schema, MapNode.Entry entry) {
        if (problems.isFull()) {
            problems.addUnseen();
            return;
        }
        path.push(entry.key());
        String near = Suggestion.nearest(entry.key(), schema.names());
        String remedy = near.isEmpty() ? "remove it" : "did you mean " + near + "?";
        problems.add(
                new Problem(
                        entry.line(), entry.column(), path.toString(), "unknown field", remedy));
        path.pop();
    }

    private void rules(MapNode map, Checked checked) {
        checked.check(
                (field, message, remedy) -> {
                    if (problems.isFull()) {
                        problems.addUnseen();
                        return;
                    }
                    FieldPath.Place place = FieldPath.locate(map, field);
                    problems.add(
                            new Problem(
                                    place.line(),
                                    place.column(),
                                    path.with(field),
                                    message,
                                    remedy));
                });
    }

    void problem(Node node, String message, String remedy) {
        problems.add(new Problem(node.line(), node.column(), path.toString(), message, remedy));
    }
}
