package dev.maneki.resources.schema;

import com.google.re2j.Pattern;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The API's patterns, with the meaning that the API server gives them: it is written in Go, whose
 * expressions are RE2's. They take linear time whatever the text, which {@code java.util.regex}
 * would not ({@code ^[!-~]+([\t ]?[!-~]+)*$} is in the API).
 *
 * <p>The few that stand in every route are also here as plain loops; a test compares them.
 */
public final class Patterns {
    private static final Map<String, Matcher> COMPILED = new ConcurrentHashMap<>();

    static {
        COMPILED.putAll(CommonPatterns.ALL);
    }

    private Patterns() {}

    /** Whether a text is, or contains, what a pattern asks for. Thread-safe. */
    @FunctionalInterface
    public interface Matcher {
        boolean matches(String text);
    }

    /** The matcher of a pattern in Go's syntax, compiled once. */
    public static Matcher of(String pattern) {
        Matcher known = COMPILED.get(pattern);
        return known != null ? known : COMPILED.computeIfAbsent(pattern, Patterns::compile);
    }

    static Matcher compile(String pattern) {
        Pattern compiled = Pattern.compile(pattern);
        return text -> compiled.matcher(text).find();
    }
}
