package dev.maneki.routing.match;

import dev.maneki.routing.message.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The entries that share one path condition on one host, first by precedence first.
 *
 * <p>A few are tried one after the other. Many are found through an {@link Anchors} index, so that
 * ten thousand rules that differ in the value of one header field cost what one does.
 */
final class Contenders<A> {
    private static final Comparator<Entry<?>> ORDER = Precedence::compareConditions;

    private final Entry<A>[] entries;
    private final Anchors anchors;

    private Contenders(Entry<A>[] entries, Anchors anchors) {
        this.entries = entries;
        this.anchors = anchors;
    }

    /**
     * Those of {@code previous}, changed; null if none are left.
     *
     * @param previous null for none
     */
    static <A> @Nullable Contenders<A> change(@Nullable Contenders<A> previous, Change<A> change) {
        List<Entry<A>> entries = new ArrayList<>();
        if (previous != null) {
            for (Entry<A> entry : previous.entries) {
                if (!change.removed().contains(entry)) {
                    entries.add(entry);
                }
            }
        }
        entries.addAll(change.added());
        if (entries.isEmpty()) {
            return null;
        }
        entries.sort(ORDER);
        @SuppressWarnings({"unchecked", "rawtypes"})
        Entry<A>[] sorted = entries.toArray(new Entry[0]);
        return new Contenders<>(sorted, Anchors.of(sorted, reachable(sorted)));
    }

    /** Leaves out what an entry before it with the same conditions always takes. */
    private static int[] reachable(Entry<?>[] entries) {
        int[] ordinals = new int[entries.length];
        if (entries.length == 1) {
            return ordinals;
        }
        int count = 0;
        Set<Conditions> seen = new HashSet<>();
        for (int i = 0; i < entries.length; i++) {
            Conditions conditions = entries[i].conditions();
            if (seen.add(conditions)) {
                ordinals[count++] = i;
            }
            if (conditions.size() == 0) {
                break;
            }
        }
        return Arrays.copyOf(ordinals, count);
    }

    /** The first that holds, or null. */
    @Nullable Entry<A> find(RequestHead head) {
        int found = anchors.find(entries, head, entries.length);
        return found < entries.length ? entries[found] : null;
    }

    /** All of them, reachable or not. */
    Entry<A>[] entries() {
        return entries;
    }
}
