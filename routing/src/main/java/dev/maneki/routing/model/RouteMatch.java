package dev.maneki.routing.model;

import java.util.List;
import java.util.Optional;

/**
 * All of these must hold.
 *
 * @param path compared with the normalised path
 * @param method the method, exactly
 * @param headers all of them
 * @param queryParams all of them; the first parameter of a name counts
 */
public record RouteMatch(
        PathMatch path,
        Optional<String> method,
        List<FieldMatch> headers,
        List<FieldMatch> queryParams) {
    /** Copies the lists. */
    public RouteMatch {
        headers = List.copyOf(headers);
        queryParams = List.copyOf(queryParams);
    }

    /**
     * A header field or a query parameter with this value.
     *
     * @param name for a header without regard to case, for a parameter exactly
     * @param value the value, or a regular expression that must match all of it
     * @param regex whether the value is a regular expression in RE2 syntax
     */
    public record FieldMatch(String name, String value, boolean regex) {}
}
