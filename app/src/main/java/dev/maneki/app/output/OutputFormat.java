package dev.maneki.app.output;

import java.util.Locale;
import java.util.function.Supplier;

/** How a command prints what it has to say ({@code -o}). */
public enum OutputFormat {
    /** For people: it may change from one release to the next. */
    TABLE,
    /** For programs: members are added, never renamed. */
    JSON,
    /** The same as JSON. */
    YAML;

    /** The text to print, ending in a new line. */
    public String render(Tree data, Supplier<String> table) {
        return switch (this) {
            case TABLE -> table.get();
            case JSON -> Json.pretty(data);
            case YAML -> Yaml.write(data);
        };
    }

    /** As it is written on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
