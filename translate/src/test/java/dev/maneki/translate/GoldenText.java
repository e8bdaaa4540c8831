package dev.maneki.translate;

import dev.maneki.resources.kinds.Reference;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.Hostname;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A translation as text to read and to compare: YAML in shape, always in the same order, without
 * what is empty. Records are maps; of a sealed family each is told by its name.
 */
final class GoldenText {
    private final StringBuilder out = new StringBuilder();

    private GoldenText() {}

    static String of(Translation translation) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("model", translation.model());
        Map<String, Object> endpoints = new TreeMap<>();
        translation
                .endpoints()
                .byServicePort()
                .forEach(
                        (port, list) ->
                                endpoints.put(
                                        port.namespace() + "/" + port.service() + ":" + port.port(),
                                        list.toString()));
        all.put("endpoints", endpoints);
        all.put("status", translation.status().resources());
        all.put(
                "findings",
                translation.findings().stream().map(finding -> finding.toString()).toList());
        GoldenText text = new GoldenText();
        text.map(all, 0);
        return text.out.toString();
    }

    private void map(Map<String, Object> map, int indent) {
        map.forEach(
                (key, value) -> {
                    Object simple = simplify(value);
                    if (!isEmpty(simple)) {
                        out.append("  ".repeat(indent)).append(key).append(':');
                        value(simple, indent + 1);
                    }
                });
    }

    @SuppressWarnings("unchecked")
    private void value(Object value, int indent) {
        switch (value) {
            case Map<?, ?> map -> {
                out.append('\n');
                map((Map<String, Object>) map, indent);
            }
            case List<?> list -> {
                out.append('\n');
                list.forEach(
                        each -> {
                            out.append("  ".repeat(indent)).append('-');
                            item(simplify(each), indent + 1);
                        });
            }
            default -> out.append(' ').append(value).append('\n');
        }
    }

    @SuppressWarnings("unchecked")
    private void item(Object value, int indent) {
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            int start = out.length();
            map((Map<String, Object>) map, indent);
            // The first key stands on the line of the dash.
            out.replace(start, start + 2 * indent, " ");
        } else {
            value(value, indent);
        }
    }

    private static boolean isEmpty(Object value) {
        return value.equals("")
                || (value instanceof Collection<?> list && list.isEmpty())
                || (value instanceof Map<?, ?> map
                        && map.values().stream().allMatch(v -> isEmpty(simplify(v))));
    }

    /** To a map, a list or a text. */
    private static Object simplify(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Optional<?> optional -> simplify(optional.orElse(null));
            case OptionalInt number ->
                    number.isPresent() ? Integer.toString(number.getAsInt()) : "";
            case BackendId id -> key(id);
            case ResourceStatus.RouteKind kind ->
                    kind.group().equals(Reference.GATEWAY_GROUP)
                            ? kind.kind()
                            : kind.group() + "/" + kind.kind();
            case Condition condition ->
                    condition.type()
                            + "="
                            + condition.status()
                            + " "
                            + condition.reason()
                            + " @"
                            + condition.observedGeneration()
                            + ": "
                            + condition.message();
            case String text -> text.startsWith("-----BEGIN") ? fingerprint(text) : text;
            case Set<?> set -> set.stream().map(Object::toString).sorted().toList().toString();
            case List<?> list ->
                    list.stream().allMatch(GoldenText::isPlain) && !list.isEmpty()
                            ? list.stream().map(each -> simplify(each)).toList().toString()
                            : list;
            case Map<?, ?> map -> sorted(map);
            case Record record -> record(record);
            default -> value.toString();
        };
    }

    private static boolean isPlain(Object value) {
        return (value instanceof String text && text.length() < 60 && !text.startsWith("-----"))
                || value instanceof Hostname
                || value instanceof ResourceStatus.RouteKind;
    }

    private static Map<String, Object> sorted(Map<?, ?> map) {
        Map<String, Object> result = new TreeMap<>();
        map.forEach(
                (key, value) ->
                        result.put(key instanceof BackendId id ? key(id) : key.toString(), value));
        return result;
    }

    /** With its variant, which its own text leaves out. */
    private static String key(BackendId id) {
        return id + (id.variant().isEmpty() ? "" : " by " + id.variant());
    }

    private static Object record(Record record) {
        if (hasOwnText(record)) {
            return record.toString();
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            fields.put(component.getName(), field(record, component));
        }
        boolean family =
                Arrays.stream(record.getClass().getInterfaces()).anyMatch(Class::isSealed)
                        && record.getClass().isMemberClass()
                        && !record.getClass().getSimpleName().startsWith("Of");
        Object content = fields.size() == 1 ? fields.values().iterator().next() : fields;
        content = content.equals("") ? "\"\"" : content;
        return family ? new TreeMap<>(Map.of(record.getClass().getSimpleName(), content)) : fields;
    }

    private static boolean hasOwnText(Record record) {
        try {
            return !(record instanceof dev.maneki.routing.model.Certificate)
                    && record.getClass()
                            .getMethod("toString")
                            .toGenericString()
                            .startsWith("public java.lang.String");
        } catch (NoSuchMethodException e) {
            throw new AssertionError(e);
        }
    }

    private static Object field(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            Object value = component.getAccessor().invoke(record);
            return value == null ? "" : value;
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static String fingerprint(String pem) {
        CRC32 sum = new CRC32();
        sum.update(pem.getBytes(StandardCharsets.US_ASCII));
        List<String> labels = new ArrayList<>();
        for (String line : pem.split("\n", -1)) {
            if (line.startsWith("-----BEGIN ")) {
                labels.add(line.substring(11, line.length() - 5));
            }
        }
        return "PEM %08x %s".formatted(sum.getValue(), labels);
    }
}
