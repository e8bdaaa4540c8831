package dev.maneki.routing.match;

import com.google.re2j.Pattern;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a header field, compared with its combined value (see {@link FieldValue}).
 *
 * <p>{@code Host} and {@code Upgrade}, which are no longer among the fields of a {@link
 * RequestHead}, are compared with what it keeps of them: the host in lower case with its port if it
 * came with one, and the protocol in lower case.
 */
final class HeaderCondition {
    private final FieldMatch match;
    private final FieldName name;
    private final byte[] value;
    private final int valueHash;
    private final boolean ordinary;
    private final @Nullable Pattern pattern;

    HeaderCondition(FieldMatch match, RegexCache regexes) {
        this.match = match;
        name = FieldName.of(match.name());
        ordinary = !name.equals(FieldNames.HOST) && !name.equals(FieldNames.UPGRADE);
        value = match.value().getBytes(StandardCharsets.UTF_8);
        valueHash = FieldValue.hash(value);
        pattern = match.regex() ? regexes.get(match.value()) : null;
    }

    /** What it was compiled from. */
    FieldMatch match() {
        return match;
    }

    FieldName name() {
        return name;
    }

    /** Whether {@link #valueHash()} tells requests apart for which this cannot hold. */
    boolean hashable() {
        return ordinary && !match.regex();
    }

    /** Equal to {@link FieldValue#hash(HeaderFields, int, FieldName)} where this holds. */
    int valueHash() {
        return valueHash;
    }

    boolean holds(RequestHead head) {
        if (!ordinary) {
            return holdsExtracted(head);
        }
        HeaderFields fields = head.fields();
        int first = fields.find(name);
        if (first < 0) {
            return false;
        }
        if (!match.regex()) {
            return FieldValue.equals(fields, first, name, value);
        }
        return pattern != null && Regexes.matches(pattern, FieldValue.text(fields, first, name));
    }

    private boolean holdsExtracted(RequestHead head) {
        String actual = extracted(head);
        if (actual.isEmpty()) {
            return false;
        }
        return match.regex()
                ? pattern != null && Regexes.matches(pattern, actual)
                : actual.equalsIgnoreCase(match.value());
    }

    private String extracted(RequestHead head) {
        if (name.equals(FieldNames.UPGRADE)) {
            return head.upgrade();
        }
        return head.port() < 0 ? head.host().toString() : head.host() + ":" + head.port();
    }

    /** The value that the request has, for messages; null if it has none. */
    @Nullable String actual(RequestHead head) {
        if (!ordinary) {
            String actual = extracted(head);
            return actual.isEmpty() ? null : actual;
        }
        int first = head.fields().find(name);
        return first < 0 ? null : FieldValue.text(head.fields(), first, name);
    }

    /** Whether this always holds together with that. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeaderCondition condition
                && name.equals(condition.name)
                && match.value().equals(condition.match.value())
                && match.regex() == condition.match.regex();
    }

    @Override
    public int hashCode() {
        return 31 * name.hash() + valueHash;
    }
}
