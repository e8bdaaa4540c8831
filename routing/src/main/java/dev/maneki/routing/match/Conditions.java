package dev.maneki.routing.match;

import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a match asks beyond the path: method, header fields, query parameters.
 *
 * <p>Of several conditions on one name only the first counts, as the Gateway API says of {@code
 * HTTPHeaderMatch.name} and {@code HTTPQueryParamMatch.name}.
 */
final class Conditions {
    private final String method;
    private final HeaderCondition[] headers;
    private final QueryCondition[] queries;

    private final int hash;

    /** In the order of their names, so that the order they were written in makes no difference. */
    private Conditions(String method, HeaderCondition[] headers, QueryCondition[] queries) {
        this.method = method;
        this.headers = headers;
        this.queries = queries;
        hash = Objects.hash(method, Arrays.hashCode(headers), Arrays.hashCode(queries));
    }

    /** Compiles; an expression that is not valid makes a condition that never holds. */
    static Conditions of(RouteMatch match, RegexCache regexes) {
        List<HeaderCondition> headers = new ArrayList<>(match.headers().size());
        Set<FieldName> fieldNames = new HashSet<>();
        for (FieldMatch header : match.headers()) {
            HeaderCondition condition = new HeaderCondition(header, regexes);
            if (fieldNames.add(condition.name())) {
                headers.add(condition);
            }
        }
        List<QueryCondition> queries = new ArrayList<>(match.queryParams().size());
        Set<String> parameterNames = new HashSet<>();
        for (FieldMatch parameter : match.queryParams()) {
            if (parameterNames.add(parameter.name())) {
                queries.add(new QueryCondition(parameter, regexes));
            }
        }
        headers.sort(Comparator.comparing(header -> header.name().toString()));
        queries.sort(Comparator.comparing(query -> query.match().name()));
        return new Conditions(
                match.method().orElse(""),
                headers.toArray(new HeaderCondition[0]),
                queries.toArray(new QueryCondition[0]));
    }

    /** The method, or empty for any. */
    String method() {
        return method;
    }

    HeaderCondition[] headers() {
        return headers;
    }

    QueryCondition[] queries() {
        return queries;
    }

    /** How many there are. */
    int size() {
        return (method.isEmpty() ? 0 : 1) + headers.length + queries.length;
    }

    boolean hold(RequestHead head) {
        if (!method.isEmpty() && !method.equals(head.method())) {
            return false;
        }
        for (HeaderCondition header : headers) {
            if (!header.holds(head)) {
                return false;
            }
        }
        for (QueryCondition query : queries) {
            if (!query.holds(head)) {
                return false;
            }
        }
        return true;
    }

    /** Why these do not hold; empty if they do. */
    Optional<Reason> firstThatFails(RequestHead head) {
        if (!method.isEmpty() && !method.equals(head.method())) {
            return Optional.of(new Reason.Method(method));
        }
        for (HeaderCondition header : headers) {
            if (!header.holds(head)) {
                Optional<String> actual = Optional.ofNullable(header.actual(head));
                return Optional.of(new Reason.Header(header.match(), actual));
            }
        }
        for (QueryCondition query : queries) {
            if (!query.holds(head)) {
                Optional<String> actual = Optional.ofNullable(query.actual(head));
                return Optional.of(new Reason.Query(query.match(), actual));
            }
        }
        return Optional.empty();
    }

    /** Whether these always hold together with those. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Conditions conditions
                && hash == conditions.hash
                && method.equals(conditions.method)
                && Arrays.equals(headers, conditions.headers)
                && Arrays.equals(queries, conditions.queries);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
