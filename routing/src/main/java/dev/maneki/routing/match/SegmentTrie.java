package dev.maneki.routing.match;

import java.util.Arrays;

/**
 * A trie whose edges are segments, path segments or host labels, kept in one open-addressing table:
 * a child is found by its parent's number and the segment's hash, in the same few steps however
 * many siblings it has.
 *
 * <p>Nodes are numbered from 0, the root, without gaps, so that what belongs to a node lives in an
 * array of the caller. Nodes are never taken out; a caller that empties many builds a new trie.
 * Once published it is only read; a change is made to a {@link #copy()}.
 */
final class SegmentTrie {
    static final int ROOT = 0;
    static final int NONE = -1;

    /** Node numbers by hash; 0 is a free slot, since the root is nobody's child. */
    private int[] slots;

    private int[] parents;
    private int[] hashes;
    private byte[][] segments;
    private int size = 1;

    SegmentTrie() {
        slots = new int[2];
        parents = new int[] {NONE};
        hashes = new int[1];
        segments = new byte[][] {{}};
    }

    private SegmentTrie(SegmentTrie other) {
        slots = other.slots.clone();
        parents = Arrays.copyOf(other.parents, other.size);
        hashes = Arrays.copyOf(other.hashes, other.size);
        segments = Arrays.copyOf(other.segments, other.size);
        size = other.size;
    }

    /** One that may be added to. */
    SegmentTrie copy() {
        return new SegmentTrie(this);
    }

    /** The number of nodes, the root included. */
    int size() {
        return size;
    }

    /** The parent of a node; {@link #NONE} for the root. */
    int parent(int node) {
        return parents[node];
    }

    /** Takes one more byte of a segment into its hash, which starts at 0. */
    static int hash(int hash, byte value) {
        return 31 * hash + value;
    }

    /** The child of {@code parent} by {@code source[from, to)}, or {@link #NONE}. */
    int child(int parent, int hash, byte[] source, int from, int to) {
        int mask = slots.length - 1;
        int slot = spread(parent, hash) & mask;
        for (int node = slots[slot]; node != 0; node = slots[slot]) {
            assert Steps.step();
            if (hashes[node] == hash && parents[node] == parent) {
                byte[] segment = segments[node];
                if (Arrays.equals(segment, 0, segment.length, source, from, to)) {
                    return node;
                }
            }
            slot = (slot + 1) & mask;
        }
        return NONE;
    }

    /** As {@link #child}, but makes it if it is not there. */
    int childOrNew(int parent, int hash, byte[] source, int from, int to) {
        int found = child(parent, hash, source, from, to);
        if (found != NONE) {
            return found;
        }
        int node = size++;
        if (node == parents.length) {
            int room = node + Math.max(2, node >> 1);
            parents = Arrays.copyOf(parents, room);
            hashes = Arrays.copyOf(hashes, room);
            segments = Arrays.copyOf(segments, room);
        }
        parents[node] = parent;
        hashes[node] = hash;
        segments[node] = Arrays.copyOfRange(source, from, to);
        if (size * 2 > slots.length) {
            slots = new int[slots.length * 4];
            for (int i = 1; i < size; i++) {
                occupy(i);
            }
        } else {
            occupy(node);
        }
        return node;
    }

    private void occupy(int node) {
        int mask = slots.length - 1;
        int slot = spread(parents[node], hashes[node]) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = node;
    }

    private static int spread(int parent, int hash) {
        return spread(hash ^ parent * 0x9e3779b9);
    }

    /**
     * Spreads a hash over all of its bits: those of names that are counted through lie close
     * together. The finalizer of MurmurHash3.
     */
    static int spread(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
