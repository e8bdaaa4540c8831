package dev.maneki.proxy.exchange;

import dev.maneki.routing.model.PathMatch;

/**
 * The {@code Path} of a session's cookie (GEP-1619, "Path"): the path that the request was matched
 * by; of a regular expression, the longest part before anything that is not literal. What is for
 * all paths is for {@code /}.
 *
 * <p>A client sends a cookie for that path and for what is below it (RFC 6265 section 5.1.4), so a
 * shorter path than the match loses nothing, and a longer one the session.
 */
final class CookiePath {
    private static final String NOT_LITERAL = "\\.[]{}()*+?^$|";

    private CookiePath() {}

    static String of(PathMatch match) {
        return switch (match) {
            case PathMatch.Exact(String path) -> writable(path);
            case PathMatch.Prefix(String path) -> writable(withoutSlash(path));
            case PathMatch.Regex(String expression) -> literal(expression);
        };
    }

    private static String withoutSlash(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private static String literal(String expression) {
        int end = 0;
        while (end < expression.length() && NOT_LITERAL.indexOf(expression.charAt(end)) < 0) {
            end++;
        }
        if (end == expression.length()) {
            return writable(expression);
        }
        if (!expression.startsWith("/") || hasAlternatives(expression)) {
            return "/";
        }
        // What follows may say that the last character need not be there: whole segments only.
        int slash = expression.lastIndexOf('/', end - 1);
        return slash == 0 ? "/" : writable(expression.substring(0, slash));
    }

    /** Whether it is one expression or another, beyond groups; escapes count as they stand. */
    private static boolean hasAlternatives(String expression) {
        int depth = 0;
        for (int i = 0; i < expression.length(); i++) {
            char c = expression.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '|' && depth == 0) {
                return true;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            }
        }
        return false;
    }

    /** Without what would end the attribute, or the field (RFC 6265 section 4.1.1). */
    private static String writable(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c <= ' ' || c >= 0x7f || c == ';' || c == ',') {
                int slash = path.lastIndexOf('/', i);
                return slash <= 0 ? "/" : path.substring(0, slash);
            }
        }
        return path.isEmpty() ? "/" : path;
    }
}
