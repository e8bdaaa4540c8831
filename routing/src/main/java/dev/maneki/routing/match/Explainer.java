package dev.maneki.routing.match;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks each entry of a port, one by one, why it does not serve a request. */
final class Explainer<A> {
    private final RequestHead head;
    private final Hostname host;
    private final Decision<A> decision;
    private final @Nullable ListenerId owner;

    /**
     * @param owner the listener that the host belongs to, null for none
     */
    Explainer(RequestHead head, Decision<A> decision, @Nullable ListenerId owner) {
        this.head = head;
        this.host = new Hostname(head.host().toString(), false);
        this.decision = decision;
        this.owner = owner;
    }

    Explanation<A> explain(List<RouteTable<A>> tables, Optional<ListenerId> selected) {
        List<Explanation.Rejection<A>> rejected = new ArrayList<>();
        for (RouteTable<A> table : tables) {
            for (RouteTable.CompiledRoute<A> route : table.routes()) {
                for (Entry<A> entry : route.entries()) {
                    if (entry != decision) {
                        Reason reason = reason(table, entry, selected);
                        rejected.add(new Explanation.Rejection<>(entry, reason));
                    }
                }
            }
        }
        rejected.sort(
                Comparator.comparing(
                                (Explanation.Rejection<A> rejection) ->
                                        distance(rejection.reason()))
                        .thenComparing(Explanation.Rejection::entry, Explainer::compare));
        return new Explanation<>(decision, rejected);
    }

    private Reason reason(RouteTable<A> table, Entry<A> entry, Optional<ListenerId> selected) {
        ListenerId listener = entry.listener();
        if (!table.listener().hostname().covers(host)) {
            return new Reason.ListenerHostname(table.listener().hostname());
        }
        if (owner != null && !listener.equals(owner)) {
            return new Reason.LessSpecificListener(owner);
        }
        if (decision instanceof Decision.Misdirected && selected.isPresent()) {
            return new Reason.OtherServerName(selected.get());
        }
        if (bestHostname(entry.route()).isEmpty()) {
            return new Reason.RouteHostname(entry.route().hostnames());
        }
        if (!entry.pathHolds(head.path())) {
            return new Reason.Path(entry.path());
        }
        Optional<Reason> condition = entry.conditions().firstThatFails(head);
        if (condition.isPresent()) {
            return condition.get();
        }
        if (decision instanceof Entry<A> winner) {
            return new Reason.LowerPrecedence(winner, criterion(winner, entry));
        }
        throw new AssertionError(entry + " holds for " + head + ", yet nothing was found");
    }

    private Reason.Criterion criterion(Entry<A> winner, Entry<A> loser) {
        boolean sameHostname = bestHostname(winner.route()).equals(bestHostname(loser.route()));
        return sameHostname ? Precedence.criterion(winner, loser) : Reason.Criterion.HOSTNAME;
    }

    /** The most specific of the route's host names that match. */
    private Optional<Hostname> bestHostname(Route route) {
        return route.hostnames().stream()
                .filter(name -> name.covers(host))
                .min(Comparator.naturalOrder());
    }

    /** How far from serving the request; the nearer is the more interesting. */
    private static int distance(Reason reason) {
        return switch (reason) {
            case Reason.LowerPrecedence _ -> 0;
            case Reason.Query _ -> 1;
            case Reason.Header _ -> 2;
            case Reason.Method _ -> 3;
            case Reason.OtherServerName _ -> 4;
            case Reason.Path _ -> 5;
            case Reason.RouteHostname _ -> 6;
            case Reason.LessSpecificListener _ -> 7;
            case Reason.ListenerHostname _ -> 8;
        };
    }

    private static int compare(Entry<?> left, Entry<?> right) {
        int byPath = Precedence.comparePaths(left, right);
        return byPath != 0 ? byPath : Precedence.compareConditions(left, right);
    }
}
