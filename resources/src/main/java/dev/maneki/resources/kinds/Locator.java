package dev.maneki.resources.kinds;

import dev.maneki.resources.Position;
import dev.maneki.resources.yaml.Document;
import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.ListNode;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import org.jspecify.annotations.Nullable;

/** Finds the place of a field by parsing its document again. */
final class Locator {
    private static final DocumentParser PARSER = new DocumentParser(YamlLimits.DEFAULT);

    private Locator() {}

    static Position locate(Source source, String path, String field) {
        Document document = PARSER.parse(source);
        Node node = document.root();
        if (node == null) {
            return new Position(source.file(), source.line(), 0);
        }
        Position at = new Position(source.file(), node.line(), node.column());
        String whole = path.isEmpty() || field.isEmpty() ? path + field : path + "." + field;
        int from = 0;
        while (from < whole.length()) {
            int to = endOfStep(whole, from);
            boolean bracket = whole.charAt(from) == '[';
            String step = bracket ? whole.substring(from + 1, to) : whole.substring(from, to);
            Node next = step(node, step);
            if (next == null) {
                break;
            }
            node = next;
            at = new Position(source.file(), node.line(), node.column());
            from = bracket ? to + 1 : to;
            if (from < whole.length() && whole.charAt(from) == '.') {
                from++;
            }
        }
        return at;
    }

    private static int endOfStep(String path, int from) {
        if (path.charAt(from) == '[') {
            int close = path.indexOf(']', from);
            return close < 0 ? path.length() : close;
        }
        for (int i = from; i < path.length(); i++) {
            if (path.charAt(i) == '.' || path.charAt(i) == '[') {
                return i;
            }
        }
        return path.length();
    }

    private static @Nullable Node step(@Nullable Node node, String step) {
        return switch (node) {
            case MapNode map -> map.get(step);
            case ListNode list -> {
                int index = index(step);
                yield index >= 0 && index < list.items().size() ? list.items().get(index) : null;
            }
            case null, default -> null;
        };
    }

    private static int index(String step) {
        try {
            return Integer.parseInt(step);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
