package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Route;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.RouteId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * All routes as translated, in the order of the snapshot, and the backends that those which are
 * served name. What a change costs here depends on how many routes it touches, but for one copy of
 * the list.
 */
final class TranslatedRoutes {
    /** By kind, then namespace, then name. */
    private static final Comparator<Route> ORDER =
            Comparator.<Route>comparingInt(TranslatedRoutes::ofKind)
                    .thenComparing(Route::namespace)
                    .thenComparing(Route::name);

    /** What an update changed. */
    record Change(List<TranslatedRoute> gone, List<TranslatedRoute> come) {}

    /** A backend, and how many routes name it. */
    private static final class Use {
        Backend backend;
        int count;

        Use(Backend backend) {
            this.backend = backend;
        }
    }

    private List<TranslatedRoute> all = List.of();

    /** Those with problems: seldom many. */
    private final TreeMap<Route, TranslatedRoute> troubled = new TreeMap<>(ORDER);

    private final Map<BackendId, Use> uses = new HashMap<>();
    private Map<BackendId, Backend> backends = Map.of();

    List<TranslatedRoute> all() {
        return all;
    }

    /** The same instance as before if no backend changed. */
    Map<BackendId, Backend> backends() {
        return backends;
    }

    /** The route of this id, if there is one. */
    Optional<TranslatedRoute> find(RouteId id) {
        int low = 0;
        int high = all.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            Route route = all.get(middle).route();
            int order =
                    ListenerRoutes.ORDER.compare(
                            new RouteId(route.kind(), route.namespace(), route.name()), id);
            if (order == 0) {
                return Optional.of(all.get(middle));
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return Optional.empty();
    }

    /** Those that have problems, in the order of all. */
    Collection<TranslatedRoute> troubled() {
        return troubled.values();
    }

    /**
     * Translates these routes, those alone that are not as before, or depend on something that is
     * not.
     *
     * @param now sorted by kind, namespace and name, as a snapshot has them
     */
    Change updateAll(List<Route> now, RouteTranslator translator) {
        Walk walk = new Walk(translator, now.size());
        for (Route route : now) {
            walk.dropUntil(route);
            walk.put(route);
        }
        walk.dropRest();
        return walk.end();
    }

    /** Translates the routes that changed, where nothing did that the others depend on. */
    Change updateChanged(SnapshotChange change, RouteTranslator translator) {
        TreeMap<Route, Boolean> changed = new TreeMap<>(ORDER);
        change.removed().forEach(each -> put(each, false, changed));
        change.replaced().forEach(each -> put(each.after(), true, changed));
        change.added().forEach(each -> put(each, true, changed));
        Walk walk = new Walk(translator, all.size() + change.added().size());
        changed.forEach(
                (route, isThere) -> {
                    walk.keepUntil(route);
                    if (isThere) {
                        walk.put(route);
                    } else {
                        walk.drop();
                    }
                });
        walk.keepRest();
        return walk.end();
    }

    private static void put(Resource resource, boolean isThere, Map<Route, Boolean> changed) {
        if (resource instanceof Route route) {
            changed.put(route, isThere);
        }
    }

    /** Along the list of before, making that of now. */
    private final class Walk {
        private final RouteTranslator translator;
        private final List<TranslatedRoute> next;
        private final List<TranslatedRoute> gone = new ArrayList<>();
        private final List<TranslatedRoute> come = new ArrayList<>();
        private int at;

        Walk(RouteTranslator translator, int size) {
            this.translator = translator;
            this.next = new ArrayList<>(size);
        }

        void dropUntil(Route route) {
            while (at < all.size() && isBefore(all.get(at).route(), route)) {
                drop();
            }
        }

        void dropRest() {
            while (at < all.size()) {
                drop();
            }
        }

        void drop() {
            gone.add(all.get(at++));
        }

        /** As they come: neither looked at nor, all but a few, even touched. */
        void keepUntil(Route route) {
            int low = at;
            int high = all.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (isBefore(all.get(middle).route(), route)) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            next.addAll(all.subList(at, low));
            at = low;
        }

        void keepRest() {
            next.addAll(all.subList(at, all.size()));
            at = all.size();
        }

        void put(Route route) {
            boolean known = at < all.size() && isSame(all.get(at).route(), route);
            Optional<TranslatedRoute> before =
                    known ? Optional.of(all.get(at++)) : Optional.empty();
            TranslatedRoute translated = translator.translate(route, before);
            next.add(translated);
            if (before.isEmpty() || before.get() != translated) {
                before.ifPresent(gone::add);
                come.add(translated);
            }
        }

        Change end() {
            all = next;
            gone.forEach(each -> troubled.remove(each.route()));
            for (TranslatedRoute each : come) {
                if (each.hasProblems()) {
                    troubled.put(each.route(), each);
                }
            }
            count(gone, come);
            return new Change(gone, come);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the usual case, and the quickest to tell
    private static boolean isSame(Route one, Route other) {
        return one == other || ORDER.compare(one, other) == 0;
    }

    @SuppressWarnings("ReferenceEquality") // the usual case, and the quickest to tell
    private static boolean isBefore(Route one, Route other) {
        return one != other && ORDER.compare(one, other) < 0;
    }

    private static int ofKind(Route route) {
        return switch (route) {
            case dev.maneki.resources.kinds.HTTPRoute http -> 0;
            case dev.maneki.resources.kinds.GRPCRoute grpc -> 1;
        };
    }

    private void count(List<TranslatedRoute> gone, List<TranslatedRoute> come) {
        boolean changed = false;
        // Comings first: what only moves from one route to another then never falls to zero.
        for (TranslatedRoute route : come) {
            for (TranslatedRules rules : route.rulesInUse()) {
                for (Backend backend : rules.backends().values()) {
                    Use use = uses.computeIfAbsent(backend.id(), id -> new Use(backend));
                    changed |= use.count++ == 0 || !use.backend.equals(backend);
                    use.backend = backend;
                }
            }
        }
        for (TranslatedRoute route : gone) {
            for (TranslatedRules rules : route.rulesInUse()) {
                for (BackendId id : rules.backends().keySet()) {
                    Use use = uses.get(id);
                    if (use != null && --use.count == 0) {
                        uses.remove(id);
                        changed = true;
                    }
                }
            }
        }
        if (changed) {
            Map<BackendId, Backend> next = HashMap.newHashMap(uses.size());
            uses.forEach((id, use) -> next.put(id, use.backend));
            backends = Map.copyOf(next);
        }
    }
}
