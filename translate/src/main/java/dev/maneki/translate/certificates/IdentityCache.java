package dev.maneki.translate.certificates;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Remembers what was worked out from an immutable object for as long as that object is asked for.
 * Not thread-safe.
 */
public final class IdentityCache<K, V> {
    private Map<K, V> current = new IdentityHashMap<>();
    private Map<K, V> previous = new IdentityHashMap<>();

    /** Starts a round: what the round before did not ask for is forgotten. */
    public void nextRound() {
        previous = current;
        current = new IdentityHashMap<>();
    }

    /** The value for this very object, worked out once. */
    public V get(K key, Function<K, V> work) {
        V value = current.get(key);
        if (value == null) {
            V old = previous.get(key);
            value = old == null ? work.apply(key) : old;
            current.put(key, value);
        }
        return value;
    }
}
