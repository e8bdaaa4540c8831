package dev.maneki.resources.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes nodes of what a YAML or JSON parser reports, within the limits. Keeps its own stack, so
 * that no text can exhaust the thread's.
 */
final class NodeBuilder {
    /** Keys are compared one by one up to here, and by a set beyond. */
    private static final int MANY_KEYS = 16;

    private static final String NOT_A_KEY = "a key must be a string, not a map or list";

    /** What most often looks like such a key is a template that was never filled in. */
    private static final String KEY_REMEDY =
            "put a value that begins with '{' or '[' in quotes; fill templates in first";

    private final YamlLimits limits;
    private final List<Frame> frames = new ArrayList<>();
    private final Problems problems = new Problems();
    private final Map<String, Anchored> anchors = new HashMap<>(0);
    private @Nullable Node root;
    private int nodes;
    private int aliasedNodes;

    NodeBuilder(YamlLimits limits) {
        this.limits = limits;
    }

    /** Thrown to end the parsing of a document that is over a limit; it is already a problem. */
    static final class LimitReached extends RuntimeException {
        LimitReached() {
            super("limit reached", null, false, false);
        }
    }

    private record Anchored(Node node, int size) {}

    /** A map or list that is still open. */
    private static final class Frame {
        final boolean map;
        final int line;
        final int column;
        final @Nullable String anchor;
        final int before;
        final List<MapNode.Entry> entries = new ArrayList<>();
        final List<Node> items = new ArrayList<>();
        final List<Node> merged = new ArrayList<>(0);
        @Nullable Set<String> keys;
        @Nullable ScalarNode key;
        boolean mergeKey;

        Frame(boolean map, int line, int column, @Nullable String anchor, int before) {
            this.map = map;
            this.line = line;
            this.column = column;
            this.anchor = anchor;
            this.before = before;
        }

        boolean hasKey(String name) {
            if (entries.size() < MANY_KEYS) {
                for (int i = 0; i < entries.size(); i++) {
                    if (entries.get(i).key().equals(name)) {
                        return true;
                    }
                }
                return false;
            }
            if (keys == null) {
                keys = new HashSet<>();
                for (MapNode.Entry entry : entries) {
                    keys.add(entry.key());
                }
            }
            return keys.contains(name);
        }

        void add(MapNode.Entry entry) {
            entries.add(entry);
            if (keys != null) {
                keys.add(entry.key());
            }
        }
    }

    void start(boolean map, int line, int column, @Nullable String anchor) {
        if (frames.size() >= limits.depth()) {
            limit(line, column, "maps and lists are more than " + limits.depth() + " deep");
        }
        if (expectsKey()) {
            problem(line, column, NOT_A_KEY, KEY_REMEDY);
            throw new LimitReached();
        }
        count(line, column);
        frames.add(new Frame(map, line, column, anchor, nodes + aliasedNodes));
    }

    void end() {
        Frame frame = frames.removeLast();
        Node node;
        if (frame.map) {
            merge(frame);
            node = new MapNode(frame.entries, frame.line, frame.column);
        } else {
            node = new ListNode(frame.items, frame.line, frame.column);
        }
        if (frame.anchor != null) {
            int size = nodes + aliasedNodes - frame.before + 1;
            anchors.put(frame.anchor, new Anchored(node, size));
        }
        value(node);
    }

    void scalar(ScalarNode node, @Nullable String anchor, boolean plain) {
        count(node.line(), node.column());
        if (anchor != null) {
            anchors.put(anchor, new Anchored(node, 1));
        }
        if (expectsKey()) {
            Frame frame = frames.getLast();
            frame.key = node;
            frame.mergeKey = plain && node.text().equals("<<");
        } else {
            value(node);
        }
    }

    void alias(String anchor, int line, int column) {
        Anchored anchored = anchors.get(anchor);
        if (anchored == null) {
            problem(line, column, "there is no anchor &" + anchor + " before this alias", "");
            throw new LimitReached();
        }
        aliasedNodes += anchored.size();
        if (aliasedNodes > limits.aliasedNodes()) {
            limit(line, column, "aliases unfold to more than " + limits.aliasedNodes() + " nodes");
        }
        if (expectsKey()) {
            if (anchored.node() instanceof ScalarNode scalar) {
                frames.getLast().key = new ScalarNode(scalar.text(), scalar.type(), line, column);
                return;
            }
            problem(line, column, NOT_A_KEY, KEY_REMEDY);
            throw new LimitReached();
        }
        value(anchored.node());
    }

    /** Notes a problem that does not end the document, unless there were too many. */
    void problem(int line, int column, String message, String remedy) {
        breakOff(line, column, message, remedy);
        if (problems.isFull()) {
            throw new LimitReached();
        }
    }

    /** Notes the problem at which the document breaks off. */
    void breakOff(int line, int column, String message, String remedy) {
        problems.add(new Problem(line, column, path(), message, remedy));
    }

    private void limit(int line, int column, String message) {
        problem(line, column, message, "split the document");
        throw new LimitReached();
    }

    /** What was read to the end of the document. */
    Document complete() {
        return new Document(root, problems.list(), true);
    }

    /** What was read before the document broke off; what is still open is closed as it is. */
    Document brokenOff() {
        try {
            while (!frames.isEmpty()) {
                end();
            }
        } catch (LimitReached e) {
            frames.clear();
        }
        return new Document(root, problems.list(), false);
    }

    /** Whether a whole document has been read. */
    boolean isComplete() {
        return frames.isEmpty() && root != null;
    }

    private boolean expectsKey() {
        if (frames.isEmpty()) {
            return false;
        }
        Frame frame = frames.getLast();
        return frame.map && frame.key == null;
    }

    private void count(int line, int column) {
        nodes++;
        if (nodes > limits.nodes()) {
            limit(line, column, "the document has more than " + limits.nodes() + " nodes");
        }
    }

    private void value(Node node) {
        if (frames.isEmpty()) {
            root = node;
            return;
        }
        Frame frame = frames.getLast();
        if (!frame.map) {
            frame.items.add(node);
            return;
        }
        ScalarNode key = frame.key;
        if (key == null) {
            return;
        }
        String name = key.text();
        if (frame.mergeKey) {
            frame.merged.add(node);
        } else if (frame.hasKey(name)) {
            problem(
                    key.line(),
                    key.column(),
                    "the key '" + name + "' stands twice in this map",
                    "remove one of the two");
        } else {
            frame.add(new MapNode.Entry(name, key.line(), key.column(), node));
        }
        frame.key = null;
        frame.mergeKey = false;
    }

    /** {@code <<}: entries of other maps, where the map has none of its own. */
    private void merge(Frame frame) {
        for (Node node : frame.merged) {
            List<Node> sources = node instanceof ListNode list ? list.items() : List.of(node);
            for (Node source : sources) {
                if (!(source instanceof MapNode map)) {
                    problem(
                            source.line(),
                            source.column(),
                            "<< takes a map or a list of maps, not " + source.describe(),
                            "");
                    continue;
                }
                for (MapNode.Entry entry : map.entries()) {
                    if (!frame.hasKey(entry.key())) {
                        frame.add(entry);
                    }
                }
            }
        }
    }

    private String path() {
        StringBuilder path = new StringBuilder();
        for (Frame frame : frames) {
            if (!frame.map) {
                path.append('[').append(frame.items.size()).append(']');
            } else if (frame.key != null) {
                if (!path.isEmpty()) {
                    path.append('.');
                }
                path.append(frame.key.text());
            }
        }
        return path.toString();
    }
}
