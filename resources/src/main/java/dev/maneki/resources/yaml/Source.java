package dev.maneki.resources.yaml;

/**
 * The text of one document and where it stands, kept by what was decoded from it, so that a place
 * can be named later without a position for every field in memory.
 *
 * <p>Thread-safe. The only thing that changes is the line: a document above may have grown, and
 * what was decoded from this one need not be decoded anew for that.
 */
public final class Source {
    private final String file;
    private final String text;
    private volatile int line;

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

    /** The place, never the text: it may be a Secret's. */
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
