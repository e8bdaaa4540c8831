package dev.maneki.routing.model;

/** A condition on the path. */
public sealed interface PathMatch {
    /** What is compared: the path, the prefix, or the expression. */
    String value();

    /**
     * The whole path.
     *
     * @param value starts with {@code /}
     */
    record Exact(String value) implements PathMatch {}

    /**
     * The path's first segments: {@code /a} matches {@code /a}, {@code /a/} and {@code /a/b}, not
     * {@code /ab}.
     *
     * @param value starts with {@code /}; a trailing slash is of no matter
     */
    record Prefix(String value) implements PathMatch {}

    /**
     * A regular expression that must match the whole path.
     *
     * @param value in RE2 syntax
     */
    record Regex(String value) implements PathMatch {}
}
