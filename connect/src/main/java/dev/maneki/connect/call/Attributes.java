package dev.maneki.connect.call;

import dev.maneki.connect.Key;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left on a call under keys. Most calls have none, and no map then. Thread-safe. */
public final class Attributes {
    private @Nullable Map<Key<?>, Object> values;

    /** What was left under a key, or null. */
    @SuppressWarnings("unchecked") // put there under a key of its type
    public synchronized <T> @Nullable T get(Key<T> key) {
        return values == null ? null : (T) values.get(key);
    }

    /** Leaves something under a key. */
    public synchronized <T> void put(Key<T> key, T value) {
        if (values == null) {
            values = new IdentityHashMap<>(4);
        }
        values.put(key, value);
    }
}
