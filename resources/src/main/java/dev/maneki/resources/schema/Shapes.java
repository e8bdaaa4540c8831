package dev.maneki.resources.schema;

import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Derives shapes from annotated Java types. */
final class Shapes {
    private Shapes() {}

    static Shape of(AnnotatedType annotated) {
        Type type = annotated.getType();
        Class<?> raw =
                type instanceof ParameterizedType parameterized
                        ? (Class<?>) parameterized.getRawType()
                        : (Class<?>) type;
        if (raw == Optional.class) {
            return of(argument(annotated, 0));
        }
        if (raw == List.class) {
            Items items = find(annotated, Items.class);
            Shape shape = of(argument(annotated, 0));
            return items == null
                    ? new Shape.Sequence(shape, 0, Integer.MAX_VALUE, List.of(), "", false)
                    : new Shape.Sequence(
                            shape,
                            items.min(),
                            items.max(),
                            List.of(items.keys()),
                            items.duplicate(),
                            items.set());
        }
        if (raw == Map.class) {
            Entries entries = find(annotated, Entries.class);
            int max = entries == null ? Integer.MAX_VALUE : entries.max();
            return new Shape.Dictionary(of(argument(annotated, 1)), max);
        }
        if (raw == String.class) {
            return text(annotated);
        }
        if (raw == int.class || raw == Integer.class || raw == OptionalInt.class) {
            return whole(annotated, 32);
        }
        if (raw == long.class || raw == Long.class || raw == OptionalLong.class) {
            return whole(annotated, 64);
        }
        if (raw == boolean.class || raw == Boolean.class) {
            return new Shape.Truth();
        }
        if (raw.isEnum()) {
            return choice(raw);
        }
        if (raw.isRecord()) {
            return new Shape.Structure(raw);
        }
        return new Shape.Scalar(raw, text(annotated), conversion(raw));
    }

    private static AnnotatedType argument(AnnotatedType annotated, int index) {
        return ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[index];
    }

    private static Shape.Text text(AnnotatedType annotated) {
        Text text = find(annotated, Text.class);
        OneOf oneOf = find(annotated, OneOf.class);
        List<String> values = oneOf == null ? List.of() : List.of(oneOf.value());
        boolean sensitive = find(annotated, Sensitive.class) != null;
        return text == null
                ? new Shape.Text(0, Integer.MAX_VALUE, "", "", values, sensitive)
                : new Shape.Text(
                        text.min(), text.max(), text.pattern(), text.called(), values, sensitive);
    }

    private static Shape whole(AnnotatedType annotated, int bits) {
        Range range = find(annotated, Range.class);
        OneOf oneOf = find(annotated, OneOf.class);
        List<String> values = oneOf == null ? List.of() : List.of(oneOf.value());
        return range == null
                ? new Shape.Whole(Long.MIN_VALUE, Long.MAX_VALUE, values, bits)
                : new Shape.Whole(range.min(), range.max(), values, bits);
    }

    private static Shape choice(Class<?> type) {
        Map<String, Object> constants = new LinkedHashMap<>();
        for (Object constant : type.getEnumConstants()) {
            constants.put(constant.toString(), constant);
        }
        return new Shape.Choice(constants);
    }

    private static Conversion<?> conversion(Class<?> type) {
        if (type == Duration.class) {
            return new TimeConversions.OfDuration();
        }
        if (type == Instant.class) {
            return new TimeConversions.OfInstant();
        }
        Converted converted = type.getAnnotation(Converted.class);
        if (converted == null) {
            throw new IllegalArgumentException("no conversion for " + type);
        }
        try {
            return converted.value().getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(converted.value() + " cannot be made", e);
        }
    }

    /** The annotation itself, or on the annotation that names such a value. */
    private static <A extends Annotation> @Nullable A find(
            AnnotatedType annotated, Class<A> annotation) {
        for (Annotation each : annotated.getAnnotations()) {
            if (annotation.isInstance(each)) {
                return annotation.cast(each);
            }
            A behind = each.annotationType().getAnnotation(annotation);
            if (behind != null) {
                return behind;
            }
        }
        return null;
    }
}
