package dev.maneki.resources.snapshot;

import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.KindType;
import dev.maneki.resources.kinds.Resource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What differs between two snapshots, by the identity of resources.
 *
 * @param added in the later alone
 * @param replaced in both, as different objects
 * @param removed in the earlier alone
 * @param refused what is {@link Snapshot#refused} in one of them only, or at another place; of what
 *     is in force it says nothing
 */
public record SnapshotChange(
        List<Resource> added,
        List<Replaced> replaced,
        List<Resource> removed,
        Set<ResourceId> refused) {

    public SnapshotChange {
        refused = Set.copyOf(refused);
        added = List.copyOf(added);
        replaced = List.copyOf(replaced);
        removed = List.copyOf(removed);
    }

    /** Two versions of one resource. */
    public record Replaced(Resource before, Resource after) {}

    /** Walks the kinds that are not the same table in both: the size of those, not of all. */
    public static SnapshotChange between(Snapshot before, Snapshot after) {
        List<Resource> added = new ArrayList<>();
        List<Replaced> replaced = new ArrayList<>();
        List<Resource> removed = new ArrayList<>();
        for (KindType kind : KindType.all()) {
            List<? extends Resource> old = before.all(kind.type());
            List<? extends Resource> now = after.all(kind.type());
            if (old != now) {
                compare(old, now, added, replaced, removed);
            }
        }
        return new SnapshotChange(
                added, replaced, removed, differing(before.refused(), after.refused()));
    }

    @SuppressWarnings("ReferenceEquality") // the usual case
    private static Set<ResourceId> differing(
            Map<ResourceId, Position> before, Map<ResourceId, Position> after) {
        if (before == after) {
            return Set.of();
        }
        Set<ResourceId> ids = new HashSet<>(before.keySet());
        ids.addAll(after.keySet());
        ids.removeIf(id -> Objects.equals(before.get(id), after.get(id)));
        return ids;
    }

    private static void compare(
            List<? extends Resource> old,
            List<? extends Resource> now,
            List<Resource> added,
            List<Replaced> replaced,
            List<Resource> removed) {
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i) == now.get(j)) {
                i++;
                j++;
                continue;
            }
            int order;
            if (i == old.size()) {
                order = 1;
            } else if (j == now.size()) {
                order = -1;
            } else {
                Resource next = now.get(j);
                order = Table.compare(old.get(i), next.namespace(), next.name());
            }
            if (order < 0) {
                removed.add(old.get(i++));
            } else if (order > 0) {
                added.add(now.get(j++));
            } else {
                replaced.add(new Replaced(old.get(i++), now.get(j++)));
            }
        }
    }

    /** Whether the same resources are in force. */
    public boolean isEmpty() {
        return added.isEmpty() && replaced.isEmpty() && removed.isEmpty();
    }

    /** Whether endpoints came or went and nothing else: no route need be looked at. */
    public boolean isOnlyEndpointSlices() {
        return !isEmpty()
                && refused.isEmpty()
                && resources().allMatch(EndpointSlice.class::isInstance);
    }

    /** Every resource concerned; of replaced ones both versions. */
    public Stream<Resource> resources() {
        return Stream.of(
                        added.stream(),
                        replaced.stream().flatMap(each -> Stream.of(each.before(), each.after())),
                        removed.stream())
                .flatMap(each -> each);
    }
}
