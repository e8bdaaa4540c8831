package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Rules;
import java.util.List;

/** The cross-field rules of HTTPRoute's rules and paths. */
final class HTTPRuleChecks {
    /** The characters of a path: RFC 3986, 3.3. */
    static final String PATH = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

    private static final String ONE_PREFIX = "exactly one PathPrefix match must be specified";

    private HTTPRuleChecks() {}

    static void check(Rules rules, HTTPRoute.Rule rule) {
        List<HTTPFilter> filters = rule.filters();
        rules.require(
                rule.backendRefs().isEmpty()
                        || filters.stream().noneMatch(f -> f.requestRedirect().isPresent()),
                "filters",
                "RequestRedirect filter must not be used together with backendRefs",
                "remove the backendRefs, or the RequestRedirect filter");
        boolean onePrefix =
                rule.matches().size() == 1
                        && rule.matches().getFirst().path().type()
                                == HTTPRoute.PathMatchType.PATH_PREFIX;
        rules.require(
                onePrefix || redirectsOfPrefix(filters) != 1,
                "matches",
                "When using RequestRedirect filter with path.replacePrefixMatch, " + ONE_PREFIX);
        rules.require(
                onePrefix || rewritesOfPrefix(filters) != 1,
                "matches",
                "When using URLRewrite filter with path.replacePrefixMatch, " + ONE_PREFIX);
        // The API counts backends, and lets two such backends pass: so does this.
        long redirecting =
                rule.backendRefs().stream()
                        .filter(b -> redirectsOfPrefix(b.filters()) == 1)
                        .count();
        rules.require(
                onePrefix || redirecting != 1,
                "matches",
                "Within backendRefs, when using RequestRedirect filter with"
                        + " path.replacePrefixMatch, "
                        + ONE_PREFIX);
        long rewriting =
                rule.backendRefs().stream().filter(b -> rewritesOfPrefix(b.filters()) == 1).count();
        rules.require(
                onePrefix || rewriting != 1,
                "matches",
                "Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, "
                        + ONE_PREFIX);
    }

    private static long redirectsOfPrefix(List<HTTPFilter> filters) {
        return filters.stream()
                .flatMap(filter -> filter.requestRedirect().stream())
                .flatMap(redirect -> redirect.path().stream())
                .filter(PathModifier::replacesPrefix)
                .count();
    }

    private static long rewritesOfPrefix(List<HTTPFilter> filters) {
        return filters.stream()
                .flatMap(filter -> filter.urlRewrite().stream())
                .flatMap(rewrite -> rewrite.path().stream())
                .filter(PathModifier::replacesPrefix)
                .count();
    }

    /** The rules of an exact path or prefix, which keep it apart from what is normalised away. */
    static void checkPath(Rules rules, String path) {
        rules.require(
                path.startsWith("/"),
                "value",
                "value must be an absolute path and start with '/' when type one of ['Exact',"
                        + " 'PathPrefix']",
                "write /" + path);
        without(rules, path, "//");
        without(rules, path, "/./");
        without(rules, path, "/../");
        without(rules, path, "%2f");
        without(rules, path, "%2F");
        without(rules, path, "#");
        notAtEnd(rules, path, "/..");
        notAtEnd(rules, path, "/.");
        rules.require(
                isPath(path),
                "value",
                "must only contain valid characters (matching "
                        + PATH
                        + ") for types ['Exact', 'PathPrefix']",
                "write other characters as %XX of their UTF-8 bytes");
    }

    private static void without(Rules rules, String path, String part) {
        rules.require(
                !path.contains(part),
                "value",
                "must not contain '" + part + "' when type one of ['Exact', 'PathPrefix']");
    }

    private static void notAtEnd(Rules rules, String path, String part) {
        rules.require(
                !path.endsWith(part),
                "value",
                "must not end with '" + part + "' when type one of ['Exact', 'PathPrefix']");
    }

    private static boolean isPath(String path) {
        int i = 0;
        while (i < path.length()) {
            char c = path.charAt(i);
            if (c == '%') {
                if (i + 2 >= path.length()
                        || !hex(path.charAt(i + 1))
                        || !hex(path.charAt(i + 2))) {
                    return false;
                }
                i += 3;
            } else if (letterOrDigit(c) || "-/._~!$&'()*+,;=:@".indexOf(c) >= 0) {
                i++;
            } else {
                return false;
            }
        }
        return !path.isEmpty();
    }

    private static boolean letterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean hex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }
}
