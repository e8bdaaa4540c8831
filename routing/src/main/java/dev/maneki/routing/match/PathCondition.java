package dev.maneki.routing.match;

import com.google.re2j.Pattern;
import dev.maneki.routing.message.ByteSequence;
import dev.maneki.routing.message.PathNormalizer;
import dev.maneki.routing.message.TargetFault;
import dev.maneki.routing.model.PathMatch;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A {@link PathMatch}, compiled. Paths of resources are normalised as those of requests are, so
 * that {@code /%7euser} in a resource means {@code /~user}.
 */
sealed interface PathCondition {
    /** Whether it holds for a request's normalised path. */
    boolean holds(ByteSequence path);

    /** See {@link Entry#prefixLength()}. */
    int prefixLength();

    /** The whole path. */
    record Exact(byte[] path) implements PathCondition {
        @Override
        public boolean holds(ByteSequence requested) {
            return requested.contentEquals(path);
        }

        @Override
        public int prefixLength() {
            return -1;
        }
    }

    /**
     * The first segments.
     *
     * @param path without a trailing slash; empty for the root
     */
    record Prefix(byte[] path) implements PathCondition {
        @Override
        public boolean holds(ByteSequence requested) {
            int length = path.length;
            if (requested.length() == length) {
                return length > 0 && requested.contentEquals(path);
            }
            return requested.length() > length
                    && requested.at(length) == '/'
                    && Arrays.equals(requested.array(), 0, length, path, 0, length);
        }

        @Override
        public int prefixLength() {
            return path.length;
        }
    }

    /**
     * A regular expression.
     *
     * @param pattern null if it is not valid; then nothing matches
     * @param expression as written
     * @param literal what every matching path starts with, as far as it is easily told
     */
    record Regex(@Nullable Pattern pattern, String expression, byte[] literal)
            implements PathCondition {
        @Override
        public boolean holds(ByteSequence requested) {
            // "*" of OPTIONS is no path, whatever the expression says.
            return pattern != null
                    && requested.length() > 0
                    && requested.at(0) == '/'
                    && startsWithLiteral(requested)
                    && Regexes.matches(pattern, requested.toString());
        }

        private boolean startsWithLiteral(ByteSequence requested) {
            int length = literal.length;
            return requested.length() >= length
                    && Arrays.equals(requested.array(), 0, length, literal, 0, length);
        }

        @Override
        public int prefixLength() {
            return -1;
        }
    }

    /** Compiles; an expression that is not valid makes a condition that never holds. */
    static PathCondition of(PathMatch match, RegexCache regexes) {
        return switch (match) {
            case PathMatch.Exact exact -> new Exact(normalized(exact.value()));
            case PathMatch.Prefix prefix -> {
                byte[] path = normalized(prefix.value());
                boolean slash = path.length > 0 && path[path.length - 1] == '/';
                yield new Prefix(slash ? Arrays.copyOf(path, path.length - 1) : path);
            }
            case PathMatch.Regex regex ->
                    new Regex(
                            regexes.get(regex.value()),
                            regex.value(),
                            literalPrefix(regex.value()).getBytes(StandardCharsets.UTF_8));
        };
    }

    /**
     * The path in its normal form.
     *
     * <p>A request with a path that cannot be normalised is refused before it is matched, so a
     * condition on one matches nothing: it becomes one on a path that no request can have.
     */
    private static byte[] normalized(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        ByteSequence normal = new ByteSequence(bytes.length + 1);
        boolean valid =
                bytes.length > 0
                        && bytes[0] == '/'
                        && PathNormalizer.normalize(bytes, 0, bytes.length, normal)
                                == TargetFault.NONE;
        if (!valid) {
            return new byte[] {'/', '#'};
        }
        return Arrays.copyOf(normal.array(), normal.length());
    }

    /** The plain characters at the beginning. */
    private static String literalPrefix(String expression) {
        if (expression.contains("|") || expression.contains("(?")) {
            return "";
        }
        int from = expression.startsWith("^") ? 1 : 0;
        int end = from;
        while (end < expression.length() && isLiteral(expression.charAt(end))) {
            end++;
        }
        // What a repetition follows may also occur not at all.
        if (end < expression.length() && end > from && "*?{".indexOf(expression.charAt(end)) >= 0) {
            end--;
        }
        return expression.substring(from, end);
    }

    private static boolean isLiteral(char c) {
        return c > ' ' && c < 0x7f && "\\.^$*+?()[]{}|".indexOf(c) < 0;
    }
}
