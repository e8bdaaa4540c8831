package dev.maneki.resources.schema;

import java.util.List;
import java.util.Map;

/**
 * What a value must look like: the schema that is derived from a record's components, in terms of
 * OpenAPI.
 */
public sealed interface Shape {

    /**
     * A string.
     *
     * @param minLength in code points
     * @param maxLength in code points; {@code Integer.MAX_VALUE} for no limit
     * @param pattern in Go's syntax; empty for any text
     * @param called what such a string is called; empty for nothing
     * @param oneOf the values it may have; empty for all
     */
    record Text(
            int minLength,
            int maxLength,
            String pattern,
            String called,
            List<String> oneOf,
            boolean sensitive)
            implements Shape {}

    /** A string, or another scalar, that becomes a value of another class. */
    record Scalar(Class<?> type, Text text, Conversion<?> conversion) implements Shape {}

    /** An integer of 32 or 64 bits, both limits included. */
    record Whole(long minimum, long maximum, List<String> oneOf, int bits) implements Shape {}

    /** true or false. */
    record Truth() implements Shape {}

    /** One of the constants of an enum, by their text. */
    record Choice(Map<String, Object> constants) implements Shape {}

    /** A list. */
    record Sequence(
            Shape items,
            int minItems,
            int maxItems,
            List<String> keys,
            String duplicate,
            boolean set)
            implements Shape {}

    /** A map with free keys. */
    record Dictionary(Shape values, int maxProperties) implements Shape {}

    /** A map with fixed keys: a record. */
    record Structure(Class<?> type) implements Shape {

        /** Derived when first asked for. */
        public RecordSchema schema() {
            return RecordSchema.of(type);
        }
    }
}
