package dev.maneki.resources.kinds;

/** Whether a Gateway is a default Gateway, and whether a route wants such (experimental). */
public enum DefaultScope {
    ALL("All"),
    NONE("None");

    private final String text;

    DefaultScope(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}
