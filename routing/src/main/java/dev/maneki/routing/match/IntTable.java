package dev.maneki.routing.match;

import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values by an int that is already a hash: an open-addressing table, built once. */
final class IntTable<V> {
    private final int[] keys;
    private final @Nullable V[] values;

    IntTable(Map<Integer, V> content) {
        int room = Integer.highestOneBit(Math.max(1, content.size())) * 4;
        keys = new int[room];
        values = empty(room);
        content.forEach(
                (key, value) -> {
                    int slot = SegmentTrie.spread(key) & (room - 1);
                    while (values[slot] != null) {
                        slot = (slot + 1) & (room - 1);
                    }
                    keys[slot] = key;
                    values[slot] = value;
                });
    }

    @Nullable V get(int key) {
        int mask = keys.length - 1;
        int slot = SegmentTrie.spread(key) & mask;
        for (V value = values[slot]; value != null; value = values[slot]) {
            assert Steps.step();
            if (keys[slot] == key) {
                return value;
            }
            slot = (slot + 1) & mask;
        }
        return null;
    }

    @SuppressWarnings("unchecked") // Only values of type V are ever put in.
    private static <V> @Nullable V[] empty(int size) {
        return (@Nullable V[]) Arrays.copyOf(new Object[0], size);
    }
}
