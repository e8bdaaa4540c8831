package dev.maneki.routing.match;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Regular expressions in RE2 syntax, bounded so that no request and no resource can make them take
 * long: RE2/J takes time proportional to the length of the text times the size of the expression,
 * and here both have a limit, at which a match takes some milliseconds.
 */
public final class Regexes {
    /** The longest text that is matched, in characters; what is longer does not match. */
    static final int MAX_INPUT = 4096;

    /** The largest compiled program, in RE2 instructions. */
    static final int MAX_PROGRAM = 1000;

    private Regexes() {}

    /**
     * What is wrong with an expression, as part of a sentence for a person; empty if it may be used
     * in a {@link dev.maneki.routing.model.RouteMatch}.
     */
    public static Optional<String> check(String expression) {
        return check(expression, MAX_PROGRAM);
    }

    private static Optional<String> check(String expression, int limit) {
        // Repetitions are unrolled when compiled, and (((a{100}){100}){100}) would fill the memory
        // before its size could be asked.
        if (RegexSize.estimate(expression) > 2L * limit) {
            return Optional.of(tooLarge());
        }
        try {
            return Pattern.compile(expression).programSize() > limit
                    ? Optional.of(tooLarge())
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.of("is not valid RE2 syntax: " + e.getDescription());
        }
    }

    private static String tooLarge() {
        return "is too large: its repetitions unroll to more than "
                + MAX_PROGRAM
                + " instructions; write smaller counts, or * and +";
    }

    /**
     * The compiled expression, or null if it is not valid or larger than what two that {@link
     * #check} accepts are together: a GRPCRoute's service and method become one expression.
     */
    static @Nullable Pattern compile(String expression) {
        return check(expression, 2 * MAX_PROGRAM + 100).isEmpty()
                ? Pattern.compile(expression)
                : null;
    }

    /** Whether all of {@code text} matches. */
    static boolean matches(Pattern pattern, String text) {
        return text.length() <= MAX_INPUT && pattern.matches(text);
    }
}
