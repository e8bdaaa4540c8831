package dev.maneki.routing.match;

import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.model.Hostname;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values by host name: exact, wildcard or any, found most specific first.
 *
 * <p>A trie of the labels from the right. {@link #deepest} finds all that match at once: the exact
 * one at the place it answers, and the wildcards on the way from there to the root, whose wildcard
 * is {@link Hostname#ANY}.
 *
 * @param <V> what is found
 */
final class HostTable<V> {
    private final SegmentTrie trie;
    private final @Nullable V[] exact;
    private final @Nullable V[] wildcard;
    private final int size;
    private final int removals;

    private HostTable(SegmentTrie trie, @Nullable V[] exact, @Nullable V[] wildcard, int removals) {
        this.trie = trie;
        this.exact = exact;
        this.wildcard = wildcard;
        this.removals = removals;
        size = count(exact) + count(wildcard);
    }

    private static int count(@Nullable Object[] values) {
        int count = 0;
        for (Object value : values) {
            count += value == null ? 0 : 1;
        }
        return count;
    }

    /** Those of {@code values}. */
    static <V> HostTable<V> of(Map<Hostname, V> values) {
        return new HostTable<>(
                        new SegmentTrie(),
                        HostTable.<V>resize(new Object[1], 1),
                        HostTable.<V>resize(new Object[1], 1),
                        0)
                .with(values, List.of());
    }

    /** A copy with some values put and some taken out. */
    HostTable<V> with(Map<Hostname, V> put, Collection<Hostname> removed) {
        SegmentTrie nodes = trie.copy();
        int[] places = new int[put.size()];
        int next = 0;
        for (Hostname name : put.keySet()) {
            places[next++] = place(nodes, name);
        }
        @Nullable V[] newExact = resize(exact, nodes.size());
        @Nullable V[] newWildcard = resize(wildcard, nodes.size());
        next = 0;
        for (Map.Entry<Hostname, V> entry : put.entrySet()) {
            int place = places[next++];
            if (entry.getKey().wildcard()) {
                newWildcard[place] = entry.getValue();
            } else {
                newExact[place] = entry.getValue();
            }
        }
        for (Hostname name : removed) {
            int place = place(nodes, name);
            if (name.wildcard()) {
                newWildcard[place] = null;
            } else {
                newExact[place] = null;
            }
        }
        return new HostTable<>(nodes, newExact, newWildcard, removals + removed.size());
    }

    /** The value of exactly this name, or null. */
    @Nullable V get(Hostname name) {
        byte[] host = name.name().getBytes(StandardCharsets.UTF_8);
        int found = deepest(host, host.length);
        if ((found & 1) == 0) {
            return null;
        }
        return name.wildcard() ? wildcard[found >> 1] : exact[found >> 1];
    }

    /**
     * Whether so many names are gone that a new table is worth making: nodes are never taken out of
     * a trie.
     */
    boolean stale() {
        return removals > 16 && removals > size;
    }

    /** The number of places, empty ones included. */
    int places() {
        return trie.size();
    }

    /**
     * The place of the longest run of labels at the end of {@code host} that is known, as {@code
     * place << 1 | whole}, where {@code whole} is 1 if the run is all of the host.
     */
    int deepest(ByteSequence host) {
        return deepest(host.array(), host.length());
    }

    private int deepest(byte[] host, int length) {
        int node = SegmentTrie.ROOT;
        int end = length;
        while (end > 0) {
            int start = end;
            int hash = 0;
            while (start > 0 && host[start - 1] != '.') {
                hash = SegmentTrie.hash(hash, host[--start]);
            }
            int child = trie.child(node, hash, host, start, end);
            if (child == SegmentTrie.NONE) {
                return node << 1;
            }
            node = child;
            end = start - 1;
        }
        return node << 1 | 1;
    }

    /** The value for exactly the host of this place. */
    @Nullable V exact(int place) {
        return exact[place];
    }

    /** The value for every host below this place. */
    @Nullable V wildcard(int place) {
        return wildcard[place];
    }

    /** The place one label up; {@link SegmentTrie#NONE} above the root. */
    int parent(int place) {
        return trie.parent(place);
    }

    /** The value of the most specific name that matches. */
    @Nullable V mostSpecific(ByteSequence host) {
        return mostSpecific(host.array(), host.length());
    }

    /** The value of the most specific name that matches; {@code host} in lower case. */
    @Nullable V mostSpecific(byte[] host, int length) {
        int found = deepest(host, length);
        int place = found >> 1;
        // The empty host is "whole" at the root, where only the wildcard stands.
        if ((found & 1) != 0 && place != SegmentTrie.ROOT) {
            V value = exact[place];
            if (value != null) {
                return value;
            }
            place = trie.parent(place);
        }
        for (; place != SegmentTrie.NONE; place = trie.parent(place)) {
            V value = wildcard[place];
            if (value != null) {
                return value;
            }
        }
        return null;
    }

    private static int place(SegmentTrie trie, Hostname name) {
        byte[] host = name.name().getBytes(StandardCharsets.UTF_8);
        int node = SegmentTrie.ROOT;
        int end = host.length;
        while (end > 0) {
            int start = end;
            int hash = 0;
            while (start > 0 && host[start - 1] != '.') {
                hash = SegmentTrie.hash(hash, host[--start]);
            }
            node = trie.childOrNew(node, hash, host, start, end);
            end = start - 1;
        }
        return node;
    }

    @SuppressWarnings("unchecked") // Only values of type V are ever put in.
    private static <V> @Nullable V[] resize(@Nullable Object[] values, int size) {
        return (@Nullable V[]) Arrays.copyOf(values, size);
    }
}
