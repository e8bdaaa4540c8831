package dev.maneki.routing.match;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.RequestHead;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one host name, found by path.
 *
 * <p>One walk down a trie of path segments finds the exact path and the longest prefix; shorter
 * prefixes stand on the way back. Regular expressions have lists of their own, tried where {@link
 * Precedence} puts them.
 */
final class PathTable<A> {
    /** The contenders at one node of the trie, by what they ask of the path. */
    private record Place<A>(
            @Nullable Contenders<A> exact,
            @Nullable Contenders<A> exactWithSlash,
            @Nullable Contenders<A> prefix) {
        boolean empty() {
            return exact == null && exactWithSlash == null && prefix == null;
        }
    }

    private static final int EXACT = 0;
    private static final int EXACT_WITH_SLASH = 1;
    private static final int PREFIX = 2;

    private final SegmentTrie trie;
    private final @Nullable Place<A>[] places;
    private final Expressions<A> early;
    private final Expressions<A> late;
    private final int emptied;

    private PathTable(
            SegmentTrie trie,
            @Nullable Place<A>[] places,
            Expressions<A> early,
            Expressions<A> late,
            int emptied) {
        this.trie = trie;
        this.places = places;
        this.early = early;
        this.late = late;
        this.emptied = emptied;
    }

    /** Without entries. */
    static <A> PathTable<A> empty() {
        return new PathTable<>(
                new SegmentTrie(),
                PathTable.<A>resize(new Object[0], 1),
                Expressions.none(),
                Expressions.none(),
                0);
    }

    /** Whether nothing can be found. */
    boolean isEmpty() {
        if (!early.isEmpty() || !late.isEmpty()) {
            return false;
        }
        for (Place<A> place : places) {
            if (place != null) {
                return false;
            }
        }
        return true;
    }

    /** The entry that serves, or null. */
    @Nullable Entry<A> find(RequestHead head) {
        ByteSequence requested = head.path();
        byte[] path = requested.array();
        int end = requested.length();
        if (end == 0 || path[0] != '/') {
            return null;
        }
        int node = SegmentTrie.ROOT;
        int at = 1;
        boolean slash = false;
        boolean whole = true;
        while (at < end) {
            int segmentEnd = at;
            int hash = 0;
            while (segmentEnd < end && path[segmentEnd] != '/') {
                hash = SegmentTrie.hash(hash, path[segmentEnd++]);
            }
            int child = trie.child(node, hash, path, at, segmentEnd);
            if (child == SegmentTrie.NONE) {
                whole = false;
                break;
            }
            node = child;
            slash = segmentEnd < end;
            at = segmentEnd + 1;
        }
        Entry<A> found = whole ? findExact(node, slash, head) : null;
        if (found == null) {
            found = early.find(head);
        }
        for (; found == null && node != SegmentTrie.ROOT; node = trie.parent(node)) {
            found = findPrefix(node, head);
        }
        if (found == null) {
            found = late.find(head);
        }
        return found != null ? found : findPrefix(SegmentTrie.ROOT, head);
    }

    private @Nullable Entry<A> findExact(int node, boolean slash, RequestHead head) {
        Place<A> place = places[node];
        if (place == null) {
            return null;
        }
        Contenders<A> contenders = slash ? place.exactWithSlash : place.exact;
        return contenders == null ? null : contenders.find(head);
    }

    private @Nullable Entry<A> findPrefix(int node, RequestHead head) {
        assert Steps.step();
        Place<A> place = places[node];
        return place == null || place.prefix == null ? null : place.prefix.find(head);
    }

    /** A copy with some entries put and some taken out; what is not touched is shared. */
    PathTable<A> with(Change<A> change) {
        SegmentTrie nodes = trie.copy();
        Map<Integer, Change<A>> byPlace = new HashMap<>();
        Map<String, Change<A>> earlyChanges = new HashMap<>();
        Map<String, Change<A>> lateChanges = new HashMap<>();
        for (Entry<A> entry : change.removed()) {
            Change<A> at = changeFor(entry, nodes, byPlace, earlyChanges, lateChanges);
            at.removed().add(entry);
        }
        for (Entry<A> entry : change.added()) {
            Change<A> at = changeFor(entry, nodes, byPlace, earlyChanges, lateChanges);
            at.added().add(entry);
        }
        @Nullable Place<A>[] newPlaces = resize(places, nodes.size());
        int newlyEmpty = 0;
        for (Map.Entry<Integer, Change<A>> entry : byPlace.entrySet()) {
            int node = entry.getKey() / 3;
            Place<A> place = changed(newPlaces[node], entry.getKey() % 3, entry.getValue());
            newPlaces[node] = place.empty() ? null : place;
            newlyEmpty += place.empty() ? 1 : 0;
        }
        PathTable<A> result =
                new PathTable<>(
                        nodes,
                        newPlaces,
                        early.with(earlyChanges),
                        late.with(lateChanges),
                        emptied + newlyEmpty);
        // Nodes are never taken out of a trie: start afresh once half of them may be useless.
        return result.emptied > 16 && result.emptied > nodes.size() / 2 ? result.rebuilt() : result;
    }

    private PathTable<A> rebuilt() {
        Change<A> all = new Change<>();
        all.added().addAll(entries());
        return PathTable.<A>empty().with(all);
    }

    /** The number of places, empty ones included. */
    int places() {
        return trie.size();
    }

    /** All entries, in no order. */
    List<Entry<A>> entries() {
        List<Entry<A>> all = new ArrayList<>();
        for (Place<A> place : places) {
            if (place != null) {
                collect(place.exact, all);
                collect(place.exactWithSlash, all);
                collect(place.prefix, all);
            }
        }
        early.collect(all);
        late.collect(all);
        return all;
    }

    private static <A> void collect(@Nullable Contenders<A> contenders, List<Entry<A>> into) {
        if (contenders != null) {
            into.addAll(Arrays.asList(contenders.entries()));
        }
    }

    private static <A> Change<A> changeFor(
            Entry<A> entry,
            SegmentTrie nodes,
            Map<Integer, Change<A>> byPlace,
            Map<String, Change<A>> earlyChanges,
            Map<String, Change<A>> lateChanges) {
        return switch (entry.pathCondition()) {
            case PathCondition.Exact exact -> {
                byte[] path = exact.path();
                boolean slash = path.length > 1 && path[path.length - 1] == '/';
                int node = node(nodes, path, slash ? path.length - 1 : path.length);
                int key = node * 3 + (slash ? EXACT_WITH_SLASH : EXACT);
                yield byPlace.computeIfAbsent(key, _ -> new Change<>());
            }
            case PathCondition.Prefix prefix -> {
                int node = node(nodes, prefix.path(), prefix.path().length);
                yield byPlace.computeIfAbsent(node * 3 + PREFIX, _ -> new Change<>());
            }
            case PathCondition.Regex regex ->
                    (Precedence.rank(entry) == Precedence.REGEX ? earlyChanges : lateChanges)
                            .computeIfAbsent(regex.expression(), _ -> new Change<>());
        };
    }

    /** The node of {@code path[0, length)}. */
    private static int node(SegmentTrie trie, byte[] path, int length) {
        int node = SegmentTrie.ROOT;
        int at = 1;
        while (at < length) {
            int segmentEnd = at;
            int hash = 0;
            while (segmentEnd < length && path[segmentEnd] != '/') {
                hash = SegmentTrie.hash(hash, path[segmentEnd++]);
            }
            node = trie.childOrNew(node, hash, path, at, segmentEnd);
            at = segmentEnd + 1;
        }
        return node;
    }

    private static <A> Place<A> changed(@Nullable Place<A> place, int kind, Change<A> change) {
        Place<A> old = place == null ? new Place<>(null, null, null) : place;
        return new Place<>(
                kind == EXACT ? Contenders.change(old.exact, change) : old.exact,
                kind == EXACT_WITH_SLASH
                        ? Contenders.change(old.exactWithSlash, change)
                        : old.exactWithSlash,
                kind == PREFIX ? Contenders.change(old.prefix, change) : old.prefix);
    }

    @SuppressWarnings("unchecked") // Only places are ever put in.
    private static <A> @Nullable Place<A>[] resize(@Nullable Object[] places, int size) {
        return (@Nullable Place<A>[]) Arrays.copyOf(places, size, Place[].class);
    }
}
