package dev.maneki.resources.yaml;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A map. Keys are strings and stand once; entries keep the order of the text. */
public record MapNode(List<Entry> entries, int line, int column) implements Node {

    /** A key, the place of the key, and the value. */
    public record Entry(String key, int line, int column, Node value) {}

    public MapNode {
        entries = List.copyOf(entries);
    }

    /**
     * The value of a key, or null where the key is not there. Maps of resources are small: a walk
     * is cheaper than an index.
     */
    public @Nullable Node get(String key) {
        Entry entry = entry(key);
        return entry == null ? null : entry.value();
    }

    /** The entry of a key, or null where the key is not there. */
    public @Nullable Entry entry(String key) {
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    @Override
    public String describe() {
        return "a map";
    }
}
