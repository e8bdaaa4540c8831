package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Rules;
import java.util.List;

/** The rules that the filters of HTTPRoute and GRPCRoute share. */
final class FilterChecks {
    private FilterChecks() {}

    /** The field of a type is there exactly where the type is. */
    static void agree(Rules rules, boolean isType, String type, boolean present, String field) {
        if (present && !isType) {
            rules.broken(
                    field,
                    "filter." + field + " must be nil if the filter.type is not " + type,
                    "remove " + field + ", or write type: " + type);
        }
        if (isType && !present) {
            rules.broken(
                    field,
                    "filter." + field + " must be specified for " + type + " filter.type",
                    "add " + field);
        }
    }

    /** A type stands once among the filters of a rule or backend. */
    static void once(Rules rules, List<String> types, String type) {
        if (types.indexOf(type) != types.lastIndexOf(type)) {
            rules.broken(
                    "filters[" + types.lastIndexOf(type) + "]",
                    type + " filter cannot be repeated",
                    "put all of it into the first " + type + " filter");
        }
    }
}
