package dev.maneki.resources.yaml;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/**
 * The text of one document and where it stands, kept by what was decoded from it, so that a place
 * can be named later without a position for every field in memory.
 *
 * <p>Thread-safe. The only thing that changes is the line: a document above may have grown, and
 * what was decoded from this one need not be decoded anew for that.
 */
public final class Source {
    private static final DocumentParser PARSER = new DocumentParser(YamlLimits.DEFAULT);

    private final String file;
    private final String text;
    private volatile int line;
    private volatile @Nullable Reference<Node> parsed;

    /**
     * @param line line of the file, from 1, at which the text begins
     */
    public Source(String file, int line, String text) {
        this.file = file;
        this.line = line;
        this.text = text;
    }

    public String file() {
        return file;
    }

    /** The line of the file at which the text begins, from 1. */
    public int line() {
        return line;
    }

    public String text() {
        return text;
    }

    /** The same text now begins at another line. */
    public void moveTo(int line) {
        this.line = line;
    }

    /**
     * The place of a field in the file; of its nearest parent where it is not written. Parses the
     * text again, and remembers the nodes for as long as nobody needs the memory: a list of a
     * thousand resources may be asked a thousand times.
     */
    public FieldPath.Place locate(String path) {
        int first = line;
        Node root = root();
        if (root == null) {
            return new FieldPath.Place(first, 0);
        }
        FieldPath.Place place = FieldPath.locate(root, path);
        return new FieldPath.Place(place.line() + first - 1, place.column());
    }

    /** The root node of the text, as though it began at line 1; null where it has none. */
    private @Nullable Node root() {
        Reference<Node> reference = parsed;
        Node root = reference == null ? null : reference.get();
        if (root == null) {
            root = PARSER.parse(new Source(file, 1, text)).root();
            parsed = new WeakReference<>(root);
        }
        return root;
    }

    /** The place, never the text: it may be a Secret's. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
