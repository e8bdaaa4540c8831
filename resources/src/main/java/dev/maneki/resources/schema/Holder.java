package dev.maneki.resources.schema;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a component holds a value that may not be there. */
enum Holder {
    PLAIN,
    OPTIONAL,
    OPTIONAL_INT,
    OPTIONAL_LONG,
    LIST,
    MAP;

    static Holder of(Class<?> type) {
        if (type == Optional.class) {
            return OPTIONAL;
        }
        if (type == OptionalInt.class) {
            return OPTIONAL_INT;
        }
        if (type == OptionalLong.class) {
            return OPTIONAL_LONG;
        }
        if (type == List.class) {
            return LIST;
        }
        return type == Map.class ? MAP : PLAIN;
    }

    /** The component's value where nothing is written; null where something must be. */
    @Nullable Object absent() {
        return switch (this) {
            case PLAIN -> null;
            case OPTIONAL -> Optional.empty();
            case OPTIONAL_INT -> OptionalInt.empty();
            case OPTIONAL_LONG -> OptionalLong.empty();
            case LIST -> List.of();
            case MAP -> Map.of();
        };
    }

    /** The component's value for a decoded one. */
    Object hold(Object value) {
        return switch (this) {
            case PLAIN, LIST, MAP -> value;
            case OPTIONAL -> Optional.of(value);
            case OPTIONAL_INT -> OptionalInt.of((Integer) value);
            case OPTIONAL_LONG -> OptionalLong.of((Long) value);
        };
    }
}
