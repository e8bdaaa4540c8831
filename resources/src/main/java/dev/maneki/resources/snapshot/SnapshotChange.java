package dev.maneki.resources.snapshot;

import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.KindType;
import dev.maneki.resources.kinds.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What differs between two snapshots, by the identity of resources.
 *
 * @param added in the later alone
 * @param replaced in both, as different objects
 * @param removed in the earlier alone
 */
public record SnapshotChange(
        List<Resource> added, List<Replaced> replaced, List<Resource> removed) {

    public SnapshotChange {
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
        return new SnapshotChange(added, replaced, removed);
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

    public boolean isEmpty() {
        return added.isEmpty() && replaced.isEmpty() && removed.isEmpty();
    }

    /** Whether endpoints came or went and nothing else: no route need be looked at. */
    public boolean isOnlyEndpointSlices() {
        return !isEmpty() && resources().allMatch(EndpointSlice.class::isInstance);
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
