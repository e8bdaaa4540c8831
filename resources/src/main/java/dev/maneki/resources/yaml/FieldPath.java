package dev.maneki.resources.yaml;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Paths of fields as Kubernetes writes them: {@code spec.rules[0].matches}, and {@code
 * metadata.labels[app.kubernetes.io/name]} for free keys.
 */
public final class FieldPath {
    private FieldPath() {}

    /** A line and a column, both from 1. */
    public record Place(int line, int column) {}

    /**
     * The place of a field; of its nearest parent where it is not written. A scalar's place is its
     * own; that of a map or list under a key is the key's, where the eye looks for it.
     */
    public static Place locate(Node root, String path) {
        Node node = root;
        Place place = new Place(root.line(), root.column());
        int from = 0;
        while (from < path.length()) {
            boolean bracket = path.charAt(from) == '[';
            int to = bracket ? close(path, from) : endOfName(path, from);
            String step = path.substring(bracket ? from + 1 : from, to);
            if (node instanceof MapNode map) {
                MapNode.Entry entry = map.entry(step);
                if (entry == null) {
                    return place;
                }
                node = entry.value();
                place =
                        node instanceof ScalarNode scalar && !scalar.isNull()
                                ? new Place(node.line(), node.column())
                                : new Place(entry.line(), entry.column());
            } else {
                Node item = node instanceof ListNode list ? item(list, step) : null;
                if (item == null) {
                    return place;
                }
                node = item;
                place = new Place(node.line(), node.column());
            }
            from = bracket ? to + 1 : to;
            if (from < path.length() && path.charAt(from) == '.') {
                from++;
            }
        }
        return place;
    }

    private static int close(String path, int from) {
        int close = path.indexOf(']', from);
        return close < 0 ? path.length() : close;
    }

    private static int endOfName(String path, int from) {
        for (int i = from; i < path.length(); i++) {
            if (path.charAt(i) == '.' || path.charAt(i) == '[') {
                return i;
            }
        }
        return path.length();
    }

    private static @Nullable Node item(ListNode list, String step) {
        try {
            int index = Integer.parseInt(step);
            return index >= 0 && index < list.items().size() ? list.items().get(index) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Joins two paths, of which each may be empty. */
    public static String join(String path, String field) {
        if (path.isEmpty() || field.isEmpty()) {
            return path + field;
        }
        return field.charAt(0) == '[' ? path + field : path + "." + field;
    }

    /** A path that grows and shrinks while a tree is walked; text only when it is asked for. */
    public static final class Builder {
        private final String prefix;
        private final List<Object> steps = new ArrayList<>();

        public Builder(String prefix) {
            this.prefix = prefix;
        }

        /** A key within brackets. */
        private record Key(String name) {}

        public void push(String field) {
            steps.add(field);
        }

        public void pushKey(String key) {
            steps.add(new Key(key));
        }

        public void push(int index) {
            steps.add(index);
        }

        public void pop() {
            steps.removeLast();
        }

        /** The path of a field below. */
        public String with(String field) {
            return join(toString(), field);
        }

        @Override
        public String toString() {
            StringBuilder path = new StringBuilder(prefix);
            for (Object step : steps) {
                if (step instanceof String field) {
                    if (!path.isEmpty()) {
                        path.append('.');
                    }
                    path.append(field);
                } else {
                    Object inner = step instanceof Key(String name) ? name : step;
                    path.append('[').append(inner).append(']');
                }
            }
            return path.toString();
        }
    }
}
