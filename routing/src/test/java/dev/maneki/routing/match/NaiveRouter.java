package dev.maneki.routing.match;

import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import dev.maneki.routing.model.Rule;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The matcher's twin: written from the Gateway API's text, over strings, looking at everything and
 * sorting what matches. It shares no code with the matcher.
 */
final class NaiveRouter {
    /** A request, in its plainest form. */
    record Request(String method, String host, String path, String query, List<String[]> fields) {}

    private record Candidate(Hostname hostname, Route route, Rule rule, int matchIndex) {
        RouteMatch match() {
            return rule.matches().get(matchIndex);
        }
    }

    private NaiveRouter() {}

    /** {@code route#rule#match}, {@code no route on LISTENER} or {@code no listener}. */
    static String decide(Port port, Request request) {
        List<Listener> owners = new ArrayList<>();
        for (Listener listener : port.listeners()) {
            if (hostMatches(listener.hostname(), request.host)) {
                owners.add(listener);
            }
        }
        if (owners.isEmpty()) {
            return "no listener";
        }
        owners.sort(Comparator.comparing(Listener::hostname, NaiveRouter::compareHostnames));
        List<Candidate> candidates = new ArrayList<>();
        for (Route route : owners.getFirst().routes()) {
            for (Hostname hostname : route.hostnames()) {
                for (Rule rule : route.rules()) {
                    for (int i = 0; i < rule.matches().size(); i++) {
                        if (hostMatches(hostname, request.host)
                                && matches(rule.matches().get(i), request)) {
                            candidates.add(new Candidate(hostname, route, rule, i));
                        }
                    }
                }
            }
        }
        if (candidates.isEmpty()) {
            return "no route on " + owners.getFirst().id().listener();
        }
        candidates.sort(NaiveRouter::compare);
        Candidate best = candidates.getFirst();
        return best.route.id().name() + "#" + best.rule.index() + "#" + best.matchIndex;
    }

    private static int compareHostnames(Hostname left, Hostname right) {
        // "Characters in a matching non-wildcard hostname", then "in a matching hostname".
        int exactLeft = left.wildcard() ? 0 : left.toString().length();
        int exactRight = right.wildcard() ? 0 : right.toString().length();
        return exactLeft != exactRight
                ? exactRight - exactLeft
                : right.toString().length() - left.toString().length();
    }

    private static int compare(Candidate left, Candidate right) {
        int[] byCriterion = {
            compareHostnames(left.hostname, right.hostname),
            pathRank(left) - pathRank(right),
            pathLength(right) - pathLength(left),
            // Which of two equally long expressions comes first is not specified; the matcher
            // goes by the text.
            left.match().path() instanceof PathMatch.Regex
                    ? left.match().path().value().compareTo(right.match().path().value())
                    : 0,
            Boolean.compare(left.match().method().isEmpty(), right.match().method().isEmpty()),
            names(right.match().headers(), true) - names(left.match().headers(), true),
            names(right.match().queryParams(), false) - names(left.match().queryParams(), false),
            left.route.created().compareTo(right.route.created()),
            fullName(left).compareTo(fullName(right)),
            left.rule.index() - right.rule.index(),
            left.matchIndex - right.matchIndex
        };
        for (int result : byCriterion) {
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    private static String fullName(Candidate candidate) {
        return candidate.route.id().namespace() + "/" + candidate.route.id().name();
    }

    private static int pathRank(Candidate candidate) {
        boolean grpc = candidate.route.id().kind().equals("GRPCRoute");
        return switch (candidate.match().path()) {
            case PathMatch.Exact _ -> 0;
            case PathMatch.Regex _ -> grpc ? 3 : 1;
            case PathMatch.Prefix prefix -> prefix.value().equals("/") ? 4 : 2;
        };
    }

    private static int pathLength(Candidate candidate) {
        return switch (candidate.match().path()) {
            case PathMatch.Exact _ -> 0;
            case PathMatch.Regex regex -> regex.value().length();
            case PathMatch.Prefix prefix -> prefix.value().replaceAll("/$", "").length();
        };
    }

    private static int names(List<FieldMatch> conditions, boolean ignoreCase) {
        Set<String> names = new HashSet<>();
        conditions.forEach(
                match -> names.add(ignoreCase ? match.name().toLowerCase() : match.name()));
        return names.size();
    }

    private static boolean hostMatches(Hostname hostname, String host) {
        String pattern = hostname.toString();
        if (pattern.equals("*")) {
            return true;
        }
        return pattern.startsWith("*.")
                ? host.endsWith(pattern.substring(1)) && host.length() > pattern.length() - 1
                : host.equals(pattern);
    }

    private static boolean matches(RouteMatch match, Request request) {
        return pathMatches(match.path(), request.path)
                && match.method().map(request.method::equals).orElse(true)
                && headersMatch(match.headers(), request)
                && parametersMatch(match.queryParams(), request.query);
    }

    private static boolean pathMatches(PathMatch match, String path) {
        return switch (match) {
            case PathMatch.Exact exact -> path.equals(exact.value());
            case PathMatch.Regex regex -> Pattern.matches(regex.value(), path);
            case PathMatch.Prefix prefix -> {
                String stem = prefix.value().replaceAll("/$", "");
                yield path.equals(stem) || path.startsWith(stem + "/");
            }
        };
    }

    private static boolean headersMatch(List<FieldMatch> conditions, Request request) {
        Set<String> seen = new HashSet<>();
        for (FieldMatch condition : conditions) {
            if (!seen.add(condition.name().toLowerCase())) {
                continue;
            }
            List<String> values = new ArrayList<>();
            for (String[] field : request.fields) {
                if (field[0].equalsIgnoreCase(condition.name())) {
                    values.add(field[1]);
                }
            }
            String combined = String.join(", ", values);
            if (values.isEmpty() || !valueMatches(condition, combined)) {
                return false;
            }
        }
        return true;
    }

    private static boolean parametersMatch(List<FieldMatch> conditions, String query) {
        Set<String> seen = new HashSet<>();
        for (FieldMatch condition : conditions) {
            if (seen.add(condition.name()) && !parameterMatches(condition, query)) {
                return false;
            }
        }
        return true;
    }

    private static boolean parameterMatches(FieldMatch condition, String query) {
        for (String parameter : query.split("&")) {
            String[] pair = parameter.split("=", 2);
            if (!parameter.isEmpty() && decode(pair[0]).equals(condition.name())) {
                return valueMatches(condition, pair.length > 1 ? decode(pair[1]) : "");
            }
        }
        return false;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static boolean valueMatches(FieldMatch condition, String value) {
        return condition.regex()
                ? Pattern.matches(condition.value(), value)
                : value.equals(condition.value());
    }
}
