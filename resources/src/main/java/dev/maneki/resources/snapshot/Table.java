package dev.maneki.resources.snapshot;

import dev.maneki.resources.kinds.Metadata;
import dev.maneki.resources.kinds.Resource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one kind, by namespace and name. Immutable, and nothing but a sorted array: it
 * costs no memory beside the references, is searched in a dozen comparisons, and a successor with
 * few changes is one copy of the array.
 */
final class Table<R extends Resource> {
    private final List<R> rows;

    /**
     * @param rows sorted, without duplicates, not changed any more
     */
    private Table(List<R> rows) {
        this.rows = rows;
    }

    static <R extends Resource> Table<R> empty() {
        return new Table<>(List.of());
    }

    /** Where a resource stands within its kind. */
    record Key(String namespace, String name) implements Comparable<Key> {

        static Key of(Resource resource) {
            return new Key(resource.metadata().namespace(), resource.metadata().name());
        }

        @Override
        public int compareTo(Key other) {
            int order = namespace.compareTo(other.namespace);
            return order == 0 ? name.compareTo(other.name) : order;
        }
    }

    List<R> rows() {
        return rows;
    }

    @Nullable R find(String namespace, String name) {
        int low = 0;
        int high = rows.size() - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            R row = rows.get(middle);
            int order = compare(row, namespace, name);
            if (order == 0) {
                return row;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return null;
    }

    /**
     * A table with some rows put (a resource) or removed (empty).
     *
     * @param changes in the order of keys
     */
    @SuppressWarnings("unchecked") // Who calls has sorted the rows by their class.
    Table<R> with(TreeMap<Key, Optional<Resource>> changes) {
        List<R> result = new ArrayList<>(rows.size() + changes.size());
        int at = 0;
        for (Map.Entry<Key, Optional<Resource>> change : changes.entrySet()) {
            Key key = change.getKey();
            int order = -1;
            while (at < rows.size()
                    && (order = compare(rows.get(at), key.namespace(), key.name())) < 0) {
                result.add(rows.get(at));
                at++;
            }
            if (at < rows.size() && order == 0) {
                at++;
            }
            change.getValue().ifPresent(row -> result.add((R) row));
        }
        result.addAll(rows.subList(at, rows.size()));
        return new Table<>(Collections.unmodifiableList(result));
    }

    static int compare(Resource row, String namespace, String name) {
        Metadata metadata = row.metadata();
        int order = metadata.namespace().compareTo(namespace);
        return order == 0 ? metadata.name().compareTo(name) : order;
    }
}
