package dev.maneki.translate.status;

import dev.maneki.resources.ResourceId;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * A status for each of many resources, in their order. Immutable: nothing but a sorted array, so
 * that a successor in which a few of ten thousand differ is one copy of it.
 */
public final class Statuses extends AbstractMap<ResourceId, ResourceStatus> {
    /** Of no resource. */
    public static final Statuses NONE = new Statuses(List.of());

    private final List<Map.Entry<ResourceId, ResourceStatus>> entries;

    /**
     * @param entries sorted, without duplicates, not changed any more
     */
    private Statuses(List<Map.Entry<ResourceId, ResourceStatus>> entries) {
        this.entries = entries;
    }

    /**
     * These with some put (a status) or taken out (empty); the same instance if nothing differs.
     */
    @SuppressWarnings("ReferenceEquality") // a status that did not change is the same instance
    public Statuses with(SortedMap<ResourceId, Optional<ResourceStatus>> changes) {
        List<Map.Entry<ResourceId, ResourceStatus>> next =
                new ArrayList<>(entries.size() + changes.size());
        boolean same = true;
        int at = 0;
        for (Map.Entry<ResourceId, Optional<ResourceStatus>> change : changes.entrySet()) {
            int place = place(change.getKey(), at);
            next.addAll(entries.subList(at, place));
            at = place;
            ResourceStatus now = change.getValue().orElse(null);
            ResourceStatus before = null;
            if (at < entries.size() && entries.get(at).getKey().equals(change.getKey())) {
                before = entries.get(at++).getValue();
            }
            same &= now == before;
            if (now != null) {
                next.add(Map.entry(change.getKey(), now));
            }
        }
        if (same) {
            return this;
        }
        next.addAll(entries.subList(at, entries.size()));
        return new Statuses(next);
    }

    /** Where a resource stands, or would, at {@code from} or behind. */
    private int place(ResourceId id, int from) {
        int low = from;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).getKey().compareTo(id) < 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    @Override
    public @Nullable ResourceStatus get(@Nullable Object key) {
        if (!(key instanceof ResourceId id)) {
            return null;
        }
        int place = place(id, 0);
        return place < entries.size() && entries.get(place).getKey().equals(id)
                ? entries.get(place).getValue()
                : null;
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public Set<Map.Entry<ResourceId, ResourceStatus>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Map.Entry<ResourceId, ResourceStatus>> iterator() {
                // Without its remove(): this is immutable.
                return Collections.unmodifiableList(entries).iterator();
            }

            @Override
            public int size() {
                return entries.size();
            }
        };
    }
}
