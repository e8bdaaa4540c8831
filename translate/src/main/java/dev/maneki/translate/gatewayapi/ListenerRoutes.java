package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The routes that each listener serves, in the order of the snapshot. A list that did not change is
 * the same instance as before; one that did costs a copy, not a look at every route.
 */
final class ListenerRoutes {
    /** As snapshots have them: HTTPRoutes first. */
    static final Comparator<RouteId> ORDER =
            Comparator.comparing(RouteId::kind, Comparator.reverseOrder())
                    .thenComparing(RouteId::namespace)
                    .thenComparing(RouteId::name);

    private Map<ListenerId, List<Route>> byListener = Map.of();

    /** Not changed any more: another change makes another map. */
    Map<ListenerId, List<Route>> all() {
        return byListener;
    }

    /**
     * Takes over routes that went and came.
     *
     * @param lost by route, the listeners where a route of the other kind stands instead
     */
    void update(TranslatedRoutes.Change change, Map<ResourceId, Map<ListenerId, Fault>> lost) {
        Map<ListenerId, TreeMap<RouteId, Optional<Route>>> changes = new HashMap<>();
        for (TranslatedRoute gone : change.gone()) {
            for (TranslatedRoute.Served served : gone.served()) {
                put(served, Optional.empty(), changes);
            }
        }
        for (TranslatedRoute come : change.come()) {
            Map<ListenerId, Fault> lostAt = lost.getOrDefault(come.route().id(), Map.of());
            for (TranslatedRoute.Served served : come.served()) {
                if (!lostAt.containsKey(served.listener())) {
                    put(served, Optional.of(served.route()), changes);
                }
            }
        }
        if (changes.isEmpty()) {
            return;
        }
        Map<ListenerId, List<Route>> next = new HashMap<>(byListener);
        changes.forEach((id, ofOne) -> put(next, id, merged(next.get(id), ofOne)));
        byListener = next;
    }

    /** Puts the lists of these listeners together anew. */
    void rebuild(
            Set<ListenerId> affected,
            List<TranslatedRoute> routes,
            Map<ResourceId, Map<ListenerId, Fault>> lost) {
        Map<ListenerId, List<Route>> lists = new HashMap<>();
        for (TranslatedRoute each : routes) {
            Map<ListenerId, Fault> lostAt = lost.getOrDefault(each.route().id(), Map.of());
            for (TranslatedRoute.Served served : each.served()) {
                if (affected.contains(served.listener())
                        && !lostAt.containsKey(served.listener())) {
                    lists.computeIfAbsent(served.listener(), key -> new ArrayList<>())
                            .add(served.route());
                }
            }
        }
        Map<ListenerId, List<Route>> next = new HashMap<>(byListener);
        next.keySet().removeAll(affected);
        lists.forEach((id, list) -> put(next, id, list));
        byListener = next;
    }

    private static void put(
            TranslatedRoute.Served served,
            Optional<Route> now,
            Map<ListenerId, TreeMap<RouteId, Optional<Route>>> changes) {
        changes.computeIfAbsent(served.listener(), key -> new TreeMap<>(ORDER))
                .put(served.route().id(), now);
    }

    private static void put(Map<ListenerId, List<Route>> lists, ListenerId id, List<Route> list) {
        if (list.isEmpty()) {
            lists.remove(id);
        } else {
            // Immutable already, so that no later copy of the model copies it again.
            lists.put(id, List.copyOf(list));
        }
    }

    private static List<Route> merged(
            @Nullable List<Route> known, TreeMap<RouteId, Optional<Route>> changes) {
        List<Route> before = known == null ? List.of() : known;
        List<Route> next = new ArrayList<>(before.size() + changes.size());
        int at = 0;
        for (Map.Entry<RouteId, Optional<Route>> change : changes.entrySet()) {
            int place = place(before, at, change.getKey());
            next.addAll(before.subList(at, place));
            at = place;
            if (at < before.size() && before.get(at).id().equals(change.getKey())) {
                at++;
            }
            change.getValue().ifPresent(next::add);
        }
        next.addAll(before.subList(at, before.size()));
        return next;
    }

    private static int place(List<Route> routes, int from, RouteId id) {
        int low = from;
        int high = routes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ORDER.compare(routes.get(middle).id(), id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
