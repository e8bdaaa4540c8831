package dev.maneki.routing.match;

/** How often each int occurred, for ints that are already hashes. */
final class IntCounts {
    private final int[] keys;
    private final int[] counts;

    /** For at most {@code different} ints. */
    IntCounts(int different) {
        int room = Integer.highestOneBit(Math.max(1, different)) * 4;
        keys = new int[room];
        counts = new int[room];
    }

    void add(int key) {
        int slot = slot(key);
        keys[slot] = key;
        counts[slot]++;
    }

    int get(int key) {
        return counts[slot(key)];
    }

    private int slot(int key) {
        int mask = keys.length - 1;
        int slot = SegmentTrie.spread(key) & mask;
        while (counts[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
