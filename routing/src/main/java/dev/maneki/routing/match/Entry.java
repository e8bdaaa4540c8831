package dev.maneki.routing.match;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.Rule;

/**
 * One match of one rule of one route on one listener, compiled; as a {@link Decision}, the one that
 * serves the request. Immutable.
 *
 * @param <A> the caller's payload of the rule
 */
public final class Entry<A> implements Decision<A> {
    private final ListenerId listener;
    private final Route route;
    private final Rule rule;
    private final int matchIndex;
    private final A payload;
    private final PathCondition path;
    private final Conditions conditions;

    Entry(
            ListenerId listener,
            Route route,
            Rule rule,
            int matchIndex,
            A payload,
            PathCondition path,
            Conditions conditions) {
        this.listener = listener;
        this.route = route;
        this.rule = rule;
        this.matchIndex = matchIndex;
        this.payload = payload;
        this.path = path;
        this.conditions = conditions;
    }

    /** The listener whose route this is. */
    public ListenerId listener() {
        return listener;
    }

    /** The route. */
    public Route route() {
        return route;
    }

    /** The rule. */
    public Rule rule() {
        return rule;
    }

    /** The place of {@link #match()} among the rule's matches, from 0. */
    public int matchIndex() {
        return matchIndex;
    }

    /** Which of the rule's matches it is. */
    public RouteMatch match() {
        return rule.matches().get(matchIndex);
    }

    /** The condition on the path. */
    public PathMatch path() {
        return match().path();
    }

    /**
     * How many bytes of the normalised path a prefix match covers, without a trailing slash: what
     * follows, empty or starting with {@code /}, is kept when the prefix is replaced. 0 for the
     * prefix {@code /}; -1 if this is no prefix match.
     */
    public int prefixLength() {
        return path.prefixLength();
    }

    /** What the caller's {@link RuleCompiler} made of the rule. */
    public A payload() {
        return payload;
    }

    PathCondition pathCondition() {
        return path;
    }

    Conditions conditions() {
        return conditions;
    }

    boolean pathHolds(ByteSequence requested) {
        return path.holds(requested);
    }

    /** Everything but the path, which the table that found this has looked at. */
    boolean holds(RequestHead head) {
        assert Steps.step();
        return conditions.hold(head);
    }

    /** Route, rule and match, for messages. */
    @Override
    public String toString() {
        return route.id() + " rule " + rule.index() + " match " + matchIndex + " on " + listener;
    }
}
