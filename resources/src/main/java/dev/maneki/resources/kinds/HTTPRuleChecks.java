package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Rules;
import java.util.List;
import java.util.Optional;

/** The cross-field rules of HTTPRoute's rules and paths. */
final class HTTPRuleChecks {
    /** The characters of a path: RFC 3986, 3.3. */
    static final String PATH = "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$";

    private static final String ONE_PREFIX = "exactly one PathPrefix match must be specified";

    private HTTPRuleChecks() {}

    static void check(Rules rules, HTTPRoute.Rule rule) {
        boolean onePrefix =
                rule.matches().size() == 1
                        && rule.matches().getFirst().path().type()
                                == HTTPRoute.PathMatchType.PATH_PREFIX;
        Uses own = Uses.of(rule.filters());
        rules.require(
                rule.backendRefs().isEmpty() || own.redirects == 0,
                "filters",
                "RequestRedirect filter must not be used together with backendRefs",
                "remove the backendRefs, or the RequestRedirect filter");
        rules.require(
                onePrefix || own.redirectsOfPrefix != 1,
                "matches",
                "When using RequestRedirect filter with path.replacePrefixMatch, " + ONE_PREFIX);
        rules.require(
                onePrefix || own.rewritesOfPrefix != 1,
                "matches",
                "When using URLRewrite filter with path.replacePrefixMatch, " + ONE_PREFIX);
        // The API counts backends, and lets two such backends pass: so does this.
        int redirecting = 0;
        int rewriting = 0;
        for (HTTPRoute.BackendRef backend : rule.backendRefs()) {
            Uses uses = Uses.of(backend.filters());
            redirecting += uses.redirectsOfPrefix == 1 ? 1 : 0;
            rewriting += uses.rewritesOfPrefix == 1 ? 1 : 0;
        }
        rules.require(
                onePrefix || redirecting != 1,
                "matches",
                "Within backendRefs, when using RequestRedirect filter with"
                        + " path.replacePrefixMatch, "
                        + ONE_PREFIX);
        rules.require(
                onePrefix || rewriting != 1,
                "matches",
                "Within backendRefs, When using URLRewrite filter with path.replacePrefixMatch, "
                        + ONE_PREFIX);
    }

    /** How often filters redirect, and replace a prefix. */
    private record Uses(int redirects, int redirectsOfPrefix, int rewritesOfPrefix) {
        private static final Uses NONE = new Uses(0, 0, 0);

        static Uses of(List<HTTPFilter> filters) {
            if (filters.isEmpty()) {
                return NONE;
            }
            int redirects = 0;
            int redirectsOfPrefix = 0;
            int rewritesOfPrefix = 0;
            for (HTTPFilter filter : filters) {
                if (filter.requestRedirect().isPresent()) {
                    redirects++;
                    redirectsOfPrefix += ofPrefix(filter.requestRedirect().get().path());
                }
                if (filter.urlRewrite().isPresent()) {
                    rewritesOfPrefix += ofPrefix(filter.urlRewrite().get().path());
                }
            }
            return new Uses(redirects, redirectsOfPrefix, rewritesOfPrefix);
        }

        private static int ofPrefix(Optional<PathModifier> path) {
            return path.isPresent() && path.get().replacesPrefix() ? 1 : 0;
        }
    }

    /** The rules of an exact path or prefix, which keep it apart from what is normalised away. */
    static void checkPath(Rules rules, String path) {
        if (!path.startsWith("/")) {
            rules.broken(
                    "value",
                    "value must be an absolute path and start with '/' when type one of ['Exact',"
                            + " 'PathPrefix']",
                    "write /" + path);
        }
        without(rules, path, "//");
        without(rules, path, "/./");
        without(rules, path, "/../");
        without(rules, path, "%2f");
        without(rules, path, "%2F");
        without(rules, path, "#");
        notAtEnd(rules, path, "/..");
        notAtEnd(rules, path, "/.");
        rules.require(
                path.contains("#") || isPath(path),
                "value",
                "must only contain valid characters (matching "
                        + PATH
                        + ") for types ['Exact', 'PathPrefix']",
                "write other characters as %XX of their UTF-8 bytes");
    }

    private static void without(Rules rules, String path, String part) {
        if (path.contains(part)) {
            rules.broken(
                    "value",
                    "must not contain '" + part + "' when type one of ['Exact', 'PathPrefix']",
                    "");
        }
    }

    private static void notAtEnd(Rules rules, String path, String part) {
        if (path.endsWith(part)) {
            rules.broken(
                    "value",
                    "must not end with '" + part + "' when type one of ['Exact', 'PathPrefix']",
                    "");
        }
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
