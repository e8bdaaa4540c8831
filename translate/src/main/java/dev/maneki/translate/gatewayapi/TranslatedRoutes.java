package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All routes as translated, in the order of the snapshot, and the backends that those which are
 * served name. What a change costs here depends on how many routes it touches, but for one walk
 * along the list.
 */
final class TranslatedRoutes {
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
    private final Map<BackendId, Use> uses = new HashMap<>();
    private Map<BackendId, Backend> backends = Map.of();

    List<TranslatedRoute> all() {
        return all;
    }

    /** The same instance as before if no backend changed. */
    Map<BackendId, Backend> backends() {
        return backends;
    }

    /**
     * Translates these routes, those alone that are not as before.
     *
     * @param now sorted by kind, namespace and name, as a snapshot has them
     */
    Change update(List<Route> now, RouteTranslator translator) {
        List<TranslatedRoute> next = new ArrayList<>(now.size());
        List<TranslatedRoute> gone = new ArrayList<>();
        List<TranslatedRoute> come = new ArrayList<>();
        int old = 0;
        for (Route route : now) {
            while (old < all.size() && isBefore(all.get(old).route(), route)) {
                gone.add(all.get(old++));
            }
            boolean known = old < all.size() && isSame(all.get(old).route(), route);
            Optional<TranslatedRoute> before =
                    known ? Optional.of(all.get(old++)) : Optional.empty();
            TranslatedRoute translated = translator.translate(route, before);
            next.add(translated);
            if (before.isEmpty() || before.get() != translated) {
                before.ifPresent(gone::add);
                come.add(translated);
            }
        }
        gone.addAll(all.subList(old, all.size()));
        all = next;
        count(gone, come);
        return new Change(gone, come);
    }

    @SuppressWarnings("ReferenceEquality") // the usual case, and the quickest to tell
    private static boolean isSame(Route one, Route other) {
        return one == other
                || (one.getClass() == other.getClass()
                        && one.namespace().equals(other.namespace())
                        && one.name().equals(other.name()));
    }

    @SuppressWarnings("ReferenceEquality") // the usual case, and the quickest to tell
    private static boolean isBefore(Route one, Route other) {
        if (one == other) {
            return false;
        }
        if (one.getClass() != other.getClass()) {
            return ofKind(one) < ofKind(other);
        }
        int order = one.namespace().compareTo(other.namespace());
        return order < 0 || (order == 0 && one.name().compareTo(other.name()) < 0);
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
