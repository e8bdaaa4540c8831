package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.ChangedSpan;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Matches that stand on one listener for one host more than once. Gateway API accepts such routes,
 * and gives all requests to the first of them: the oldest route, then the first by name, then the
 * first rule. The others are served nothing, which their writers should hear of.
 *
 * <p>Looks only at routes that came or went. Not thread-safe.
 */
final class RepeatedMatches {
    /** On one listener: whom a match is for, and what it asks. */
    private record Match(Hostname hostname, RouteMatch match) {}

    /** Where a match is written. */
    record Place(RouteId route, Instant created, int rule, int match) {
        /** Whose of equal matches is served: the first's (HTTPRoute, {@code rules.matches}). */
        static final Comparator<Place> FIRST_WINS =
                Comparator.comparing(Place::created)
                        .thenComparing(place -> place.route.namespace())
                        .thenComparing(place -> place.route.name())
                        .thenComparing(place -> place.route.kind())
                        .thenComparing(Place::rule)
                        .thenComparing(Place::match);
    }

    /** A match that is served nothing, and one of those that are served instead. */
    record Repeated(Place place, SortedSet<Hostname> hostnames, Place winner) {
        String field() {
            return field(place);
        }

        String message() {
            boolean any = hostnames.first().any() || hostnames.last().any();
            RouteId other = winner.route;
            return "is never served"
                    + (any ? "" : " for " + hostnames.first())
                    + (any || hostnames.size() == 1 ? "" : " and other hosts")
                    + ": "
                    + field(winner)
                    + (other.equals(place.route)
                            ? ""
                            : " of " + other.kind() + " " + other.namespace() + "/" + other.name())
                    + " is the same match and comes first";
        }

        private static String field(Place place) {
            return "spec.rules[" + place.rule + "].matches[" + place.match + "]";
        }

        Repeated and(Repeated other) {
            SortedSet<Hostname> all = new TreeSet<>(hostnames);
            all.addAll(other.hostnames);
            boolean earlier = Place.FIRST_WINS.compare(other.winner, winner) < 0;
            return new Repeated(place, all, earlier ? other.winner : winner);
        }
    }

    private final Map<ListenerId, Map<Match, List<Place>>> places = new HashMap<>();

    /** The matches with more than one place. */
    private final Map<ListenerId, Set<Match>> repeated = new HashMap<>();

    private Map<ListenerId, List<Route>> listeners = Map.of();
    private SortedMap<RouteId, List<Repeated>> byRoute = new TreeMap<>(ListenerRoutes.ORDER);

    /** What is served nothing, by route. Not changed any more: a change makes another. */
    SortedMap<RouteId, List<Repeated>> byRoute() {
        return byRoute;
    }

    /**
     * Takes over what each listener serves now; a list that is the same instance has not changed.
     */
    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    void update(Map<ListenerId, List<Route>> now) {
        boolean changed = false;
        Set<ListenerId> all = new HashSet<>(listeners.keySet());
        all.addAll(now.keySet());
        for (ListenerId id : all) {
            List<Route> before = listeners.getOrDefault(id, List.of());
            List<Route> after = now.getOrDefault(id, List.of());
            if (before != after) {
                ChangedSpan span = ChangedSpan.between(before, after);
                OfListener listener = new OfListener(id);
                before.subList(span.from(), span.beforeEnd()).forEach(listener::remove);
                after.subList(span.from(), span.afterEnd()).forEach(listener::add);
                changed |= listener.changed;
            }
        }
        listeners = now;
        if (changed) {
            byRoute = collect();
        }
    }

    /** One listener while it changes. */
    private final class OfListener {
        private final Map<Match, List<Place>> places;
        private final Set<Match> repeated;
        private boolean changed;

        OfListener(ListenerId id) {
            places = RepeatedMatches.this.places.computeIfAbsent(id, key -> new HashMap<>());
            repeated = RepeatedMatches.this.repeated.computeIfAbsent(id, key -> new HashSet<>());
        }

        void add(Route route) {
            each(route, (match, place) -> put(match, with(places.get(match), place)));
        }

        void remove(Route route) {
            each(route, (match, place) -> put(match, without(places.get(match), place)));
        }

        private void put(Match match, List<Place> now) {
            List<Place> before = now.isEmpty() ? places.remove(match) : places.put(match, now);
            changed |= now.size() > 1 || (before != null && before.size() > 1);
            if (now.size() > 1) {
                repeated.add(match);
            } else {
                repeated.remove(match);
            }
        }
    }

    private interface Visitor {
        void visit(Match match, Place place);
    }

    private static void each(Route route, Visitor visitor) {
        for (Rule rule : route.rules()) {
            for (int i = 0; i < rule.matches().size(); i++) {
                Place place = new Place(route.id(), route.created(), rule.index(), i);
                for (Hostname hostname : route.hostnames()) {
                    visitor.visit(new Match(hostname, rule.matches().get(i)), place);
                }
            }
        }
    }

    private static List<Place> with(@Nullable List<Place> known, Place place) {
        if (known == null) {
            return List.of(place);
        }
        List<Place> all = new ArrayList<>(known);
        all.remove(place);
        all.add(place);
        all.sort(Place.FIRST_WINS);
        return List.copyOf(all);
    }

    private static List<Place> without(@Nullable List<Place> known, Place place) {
        return known == null
                ? List.of()
                : known.stream().filter(each -> !each.equals(place)).toList();
    }

    private SortedMap<RouteId, List<Repeated>> collect() {
        SortedMap<Place, Repeated> byPlace = new TreeMap<>(Place.FIRST_WINS);
        for (Map.Entry<ListenerId, Set<Match>> ofListener : repeated.entrySet()) {
            Map<Match, List<Place>> known = places.getOrDefault(ofListener.getKey(), Map.of());
            for (Match match : ofListener.getValue()) {
                List<Place> all = known.getOrDefault(match, List.of());
                for (Place lost : all.subList(1, all.size())) {
                    SortedSet<Hostname> hosts = new TreeSet<>(Set.of(match.hostname()));
                    byPlace.merge(lost, new Repeated(lost, hosts, all.getFirst()), Repeated::and);
                }
            }
        }
        SortedMap<RouteId, List<Repeated>> result = new TreeMap<>(ListenerRoutes.ORDER);
        byPlace.forEach(
                (place, each) ->
                        result.computeIfAbsent(place.route, key -> new ArrayList<>()).add(each));
        return result;
    }
}
