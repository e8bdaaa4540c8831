package dev.maneki.routing.match;

import dev.maneki.routing.match.Reason.Criterion;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import java.util.Arrays;

/**
 * The order in which matches of one host name are tried: the Gateway API's ({@code
 * HTTPRouteRule.matches}, {@code GRPCRouteRule.matches}), the first that holds serves.
 *
 * <p>Exact path; then the longest prefix; then a condition on the method; then most header
 * conditions; then most query conditions; then the oldest route, the route first by name, the first
 * rule, the first match.
 *
 * <p>The API leaves open where regular expressions stand. In an HTTPRoute they come between exact
 * paths and prefixes, the longer expression first, as in Contour and Envoy Gateway: who writes one
 * beside a prefix means it as an exception from it. In a GRPCRoute, where it is a service name that
 * makes a match specific, they come behind all prefixes but {@code /}: an expression stands for "a
 * method of any service".
 */
final class Precedence {
    static final int EXACT = 0;
    static final int REGEX = 1;
    static final int PREFIX = 2;
    static final int LATE_REGEX = 3;
    static final int ROOT_PREFIX = 4;

    private Precedence() {}

    /** Which kind of path condition comes first. */
    static int rank(Entry<?> entry) {
        return switch (entry.pathCondition()) {
            case PathCondition.Exact _ -> EXACT;
            case PathCondition.Prefix prefix -> prefix.path().length == 0 ? ROOT_PREFIX : PREFIX;
            case PathCondition.Regex _ -> late(entry.route()) ? LATE_REGEX : REGEX;
        };
    }

    private static boolean late(Route route) {
        return route.id().kind().equals("GRPCRoute");
    }

    /** By path alone; the routes have the same host name. */
    static int comparePaths(Entry<?> left, Entry<?> right) {
        int byRank = Integer.compare(rank(left), rank(right));
        return byRank != 0 ? byRank : comparePaths(left.pathCondition(), right.pathCondition());
    }

    private static int comparePaths(PathCondition left, PathCondition right) {
        if (left instanceof PathCondition.Prefix one && right instanceof PathCondition.Prefix two) {
            int byLength = Integer.compare(two.path().length, one.path().length);
            return byLength != 0 ? byLength : Arrays.compare(one.path(), two.path());
        }
        if (left instanceof PathCondition.Regex one && right instanceof PathCondition.Regex two) {
            return compareExpressions(one.expression(), two.expression());
        }
        return 0;
    }

    /** The longer expression first; of two as long, any order will do that is always the same. */
    static int compareExpressions(String left, String right) {
        int byLength = Integer.compare(right.length(), left.length());
        return byLength != 0 ? byLength : left.compareTo(right);
    }

    /** By all but the path; negative if {@code left} is tried first. */
    static int compareConditions(Entry<?> left, Entry<?> right) {
        int result = compareSpecificity(left.conditions(), right.conditions());
        if (result == 0 && left.route() != right.route()) {
            result = compareRoutes(left.route(), right.route());
        }
        if (result == 0) {
            result = Integer.compare(left.rule().index(), right.rule().index());
        }
        return result != 0 ? result : Integer.compare(left.matchIndex(), right.matchIndex());
    }

    private static int compareSpecificity(Conditions left, Conditions right) {
        int result = Boolean.compare(left.method().isEmpty(), right.method().isEmpty());
        if (result == 0) {
            result = Integer.compare(right.headers().length, left.headers().length);
        }
        return result != 0
                ? result
                : Integer.compare(right.queries().length, left.queries().length);
    }

    /** What puts {@code winner} before {@code loser}; they have the same host name. */
    static Criterion criterion(Entry<?> winner, Entry<?> loser) {
        if (comparePaths(winner, loser) != 0) {
            return Criterion.PATH;
        }
        Conditions won = winner.conditions();
        Conditions lost = loser.conditions();
        if (compareSpecificity(won, lost) != 0) {
            if (won.method().isEmpty() != lost.method().isEmpty()) {
                return Criterion.METHOD;
            }
            return won.headers().length != lost.headers().length
                    ? Criterion.HEADERS
                    : Criterion.QUERY_PARAMS;
        }
        if (winner.route() != loser.route()) {
            boolean sameAge = winner.route().created().equals(loser.route().created());
            return sameAge ? Criterion.NAME : Criterion.AGE;
        }
        return winner.rule() != loser.rule() ? Criterion.RULE_ORDER : Criterion.MATCH_ORDER;
    }

    private static int compareRoutes(Route left, Route right) {
        int result = left.created().compareTo(right.created());
        if (result == 0) {
            result = compareNames(left.id(), right.id());
        }
        return result != 0 ? result : left.id().kind().compareTo(right.id().kind());
    }

    /** By {@code namespace/name} as one text, which is not the same as by one, then the other. */
    private static int compareNames(RouteId left, RouteId right) {
        return left.namespace().equals(right.namespace())
                ? left.name().compareTo(right.name())
                : (left.namespace() + "/" + left.name())
                        .compareTo(right.namespace() + "/" + right.name());
    }
}
