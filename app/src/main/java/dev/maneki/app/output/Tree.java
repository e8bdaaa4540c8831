package dev.maneki.app.output;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a command has to say, as data: the one value that JSON and YAML are written from and the
 * admin address's answers are read into.
 */
public sealed interface Tree {

    /** A string. */
    record Text(String value) implements Tree {}

    /** A whole number. */
    record Number(long value) implements Tree {}

    /** True or false. */
    record Flag(boolean value) implements Tree {}

    /** {@code null}; only ever read, never written by us. */
    record Nothing() implements Tree {}

    /** A list. */
    record Items(List<Tree> values) implements Tree {
        /** Copies the list. */
        public Items {
            values = List.copyOf(values);
        }
    }

    /** An object, its members in the order they were given. */
    record Fields(Map<String, Tree> values) implements Tree {
        /** Copies the map, keeping its order. */
        public Fields {
            values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        }

        /** The member of this name. */
        public Optional<Tree> get(String name) {
            return Optional.ofNullable(values.get(name));
        }

        /** The member as text: of a number its digits; empty where there is none. */
        public String text(String name) {
            return get(name).map(Tree::scalar).orElse("");
        }

        /** The member's elements; none where there is none. */
        public List<Tree> items(String name) {
            return get(name).orElse(null) instanceof Items(List<Tree> values) ? values : List.of();
        }

        /** The member's elements that are objects. */
        public List<Fields> objects(String name) {
            return items(name).stream()
                    .filter(Fields.class::isInstance)
                    .map(Fields.class::cast)
                    .toList();
        }

        /** The member as an object; an empty one where there is none. */
        public Fields object(String name) {
            return get(name).orElse(null) instanceof Fields fields ? fields : EMPTY;
        }
    }

    /** An object without members. */
    Fields EMPTY = new Fields(Map.of());

    /** This value as a table's cell: text as it is, nothing as empty. */
    default String scalar() {
        return switch (this) {
            case Text(String value) -> value;
            case Number(long value) -> Long.toString(value);
            case Flag(boolean value) -> Boolean.toString(value);
            case Nothing() -> "";
            case Items _, Fields _ -> Json.write(this);
        };
    }

    /** A text. */
    static Tree of(String value) {
        return new Text(value);
    }

    /** A list of texts. */
    static Items texts(Iterable<String> values) {
        List<Tree> items = new ArrayList<>();
        values.forEach(value -> items.add(of(value)));
        return new Items(items);
    }

    /** Starts an object. */
    static Builder object() {
        return new Builder();
    }

    /** Collects the members of an object. Not thread-safe. */
    final class Builder {
        private final Map<String, Tree> values = new LinkedHashMap<>();

        private Builder() {}

        /** Adds a member. */
        public Builder with(String name, Tree value) {
            values.put(name, value);
            return this;
        }

        /** Adds a text. */
        public Builder with(String name, String value) {
            return with(name, new Text(value));
        }

        /** Adds a text unless it is empty. */
        public Builder withText(String name, String value) {
            return value.isEmpty() ? this : with(name, value);
        }

        /** Adds a number. */
        public Builder with(String name, long value) {
            return with(name, new Number(value));
        }

        /** Adds a flag. */
        public Builder with(String name, boolean value) {
            return with(name, new Flag(value));
        }

        /** Adds a list. */
        public Builder with(String name, List<? extends Tree> value) {
            return with(name, new Items(List.copyOf(value)));
        }

        /** The object. */
        public Fields build() {
            return new Fields(values);
        }
    }
}
