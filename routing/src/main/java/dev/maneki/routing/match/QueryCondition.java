package dev.maneki.routing.match;

import com.google.re2j.Pattern;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A condition on the first query parameter of a name, names and values decoded. */
final class QueryCondition {
    private final FieldMatch match;
    private final byte[] name;
    private final int nameHash;
    private final byte[] value;
    private final int valueHash;
    private final @Nullable Pattern pattern;

    QueryCondition(FieldMatch match, RegexCache regexes) {
        this.match = match;
        name = match.name().getBytes(StandardCharsets.UTF_8);
        value = match.value().getBytes(StandardCharsets.UTF_8);
        nameHash = FieldValue.hash(name);
        valueHash = FieldValue.hash(value);
        pattern = match.regex() ? regexes.get(match.value()) : null;
    }

    /** What it was compiled from. */
    FieldMatch match() {
        return match;
    }

    /** Whether {@link #valueHash()} tells requests apart for which this cannot hold. */
    boolean hashable() {
        return !match.regex();
    }

    int nameHash() {
        return nameHash;
    }

    int valueHash() {
        return valueHash;
    }

    boolean holds(RequestHead head) {
        int start = start(head);
        if (start < 0) {
            return false;
        }
        ByteSequence query = head.query();
        int end = QueryParameters.parameterEnd(query.array(), start, query.length());
        if (!match.regex()) {
            return QueryParameters.equals(query.array(), start, end, value);
        }
        return pattern != null
                && Regexes.matches(pattern, QueryParameters.text(query.array(), start, end));
    }

    /** The value that the request has, for messages; null if it has none. */
    @Nullable String actual(RequestHead head) {
        int start = start(head);
        if (start < 0) {
            return null;
        }
        ByteSequence query = head.query();
        int end = QueryParameters.parameterEnd(query.array(), start, query.length());
        return QueryParameters.text(query.array(), start, end);
    }

    private int start(RequestHead head) {
        return head.hasQuery() ? QueryParameters.find(head.query(), name) : -1;
    }

    /** Whether this always holds together with that. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof QueryCondition condition && match.equals(condition.match);
    }

    @Override
    public int hashCode() {
        return match.hashCode();
    }
}
