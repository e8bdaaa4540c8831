package dev.maneki.routing.match;

import com.google.re2j.Pattern;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The expressions of one compilation, each compiled once. Not thread-safe. */
final class RegexCache {
    private final Map<String, Optional<Pattern>> patterns = new HashMap<>();

    /** The compiled expression, or null if it is not valid. */
    @Nullable Pattern get(String expression) {
        return patterns.computeIfAbsent(
                        expression, text -> Optional.ofNullable(Regexes.compile(text)))
                .orElse(null);
    }
}
