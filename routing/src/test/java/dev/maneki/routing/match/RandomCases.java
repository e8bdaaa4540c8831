package dev.maneki.routing.match;

import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import dev.maneki.routing.model.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/**
 * Makes ports and requests out of few names, so that they often meet.
 *
 * <p>Choices come from a function from a bound to a number below it: a seeded random generator, or
 * the bytes of a fuzzer.
 */
final class RandomCases {
    private static final List<String> HOSTS =
            List.of("", "a", "a.a", "b.a", "a.b.a", "c.b.a", "a.c.b.a", "b", "a.b");
    private static final List<String> HOSTNAMES =
            List.of("", "a.a", "b.a", "a.b.a", "*.a", "*.b.a", "*.c.b.a", "*.b", "a.b");
    private static final List<String> PATHS =
            List.of(
                    "/", "/a", "/a/", "/b", "/a/a", "/a/b", "/a/b/", "/a/b/c", "/ab", "/ab/c",
                    "/c/a/b", "/a/bb");
    private static final List<String> EXPRESSIONS =
            List.of("/[^/]+/b", "/a.*", "/[ab]+", "/.*b", "/a|/b", "/a/?", ".*");
    private static final List<String> METHODS = List.of("GET", "PUT", "POST");
    private static final List<String> NAMES = List.of("x", "y", "z");
    private static final List<String> VALUES = List.of("1", "2", "1, 2", "12");
    private static final List<String> VALUE_EXPRESSIONS = List.of("1.*", "[12]", ".*2", "");

    private final IntUnaryOperator choose;

    RandomCases(IntUnaryOperator choose) {
        this.choose = choose;
    }

    Port port() {
        Set<String> hostnames = new LinkedHashSet<>();
        for (int i = below(3); i >= 0; i--) {
            hostnames.add(one(HOSTNAMES));
        }
        List<Listener> listeners = new ArrayList<>();
        for (String hostname : hostnames) {
            List<Route> routes = new ArrayList<>();
            int count = below(4) == 0 ? below(25) : below(6);
            for (int i = 0; i < count; i++) {
                routes.add(route(i));
            }
            listeners.add(Models.listener("l" + listeners.size(), hostname, routes));
        }
        return Models.port(listeners.toArray(new Listener[0]));
    }

    /** With one route changed, one gone, one more, and sometimes one listener less or changed. */
    Port changed(Port port) {
        List<Listener> listeners = new ArrayList<>();
        for (Listener listener : port.listeners()) {
            int what = below(8);
            if (what == 0) {
                continue;
            }
            List<Route> routes = new ArrayList<>(listener.routes());
            if (what > 1 && !routes.isEmpty()) {
                routes.set(below(routes.size()), route(below(routes.size())));
            }
            if (what > 3 && !routes.isEmpty()) {
                routes.remove(below(routes.size()));
            }
            if (what > 5) {
                routes.add(route(100 + below(10)));
            }
            String hostname = what == 7 ? "*.new" : listener.hostname().toString();
            listeners.add(
                    what == 1
                            ? listener
                            : Models.listener(listener.id().listener(), hostname, routes));
        }
        return Models.port(listeners.toArray(new Listener[0]));
    }

    NaiveRouter.Request request() {
        List<String[]> fields = new ArrayList<>();
        for (int i = below(4); i > 0; i--) {
            String name = one(NAMES);
            fields.add(new String[] {below(2) == 0 ? name : name.toUpperCase(), one(VALUES)});
        }
        StringBuilder query = new StringBuilder();
        for (int i = below(4); i > 0; i--) {
            query.append(query.isEmpty() ? "" : "&")
                    .append(below(4) == 0 ? "%7" + (8 + below(2)) : one(NAMES))
                    .append(below(5) == 0 ? "" : "=" + one(VALUES).replace(" ", "+"));
        }
        return new NaiveRouter.Request(
                one(METHODS), one(HOSTS), one(PATHS), query.toString(), fields);
    }

    private Route route(int number) {
        Set<Hostname> hostnames = new LinkedHashSet<>();
        for (int i = below(3); i >= 0; i--) {
            hostnames.add(Hostname.of(one(HOSTNAMES)));
        }
        List<Rule> rules = new ArrayList<>();
        for (int i = below(3); i >= 0; i--) {
            List<RouteMatch> matches = new ArrayList<>();
            for (int j = below(3); j >= 0; j--) {
                matches.add(match());
            }
            rules.add(Models.rule(rules.size(), matches));
        }
        // The name holds the number, so that no two of one listener are equal.
        String namespace = below(2) == 0 ? "n" : "n-m";
        String kind = below(4) == 0 ? "GRPCRoute" : "HTTPRoute";
        return new Route(
                new RouteId(kind, namespace, "r" + number + "-" + below(1000)),
                List.copyOf(hostnames),
                Instant.ofEpochSecond(below(3)),
                rules);
    }

    private RouteMatch match() {
        PathMatch path =
                switch (below(5)) {
                    case 0, 1 -> new PathMatch.Exact(one(PATHS));
                    case 2, 3 -> new PathMatch.Prefix(one(PATHS));
                    default -> new PathMatch.Regex(one(EXPRESSIONS));
                };
        return new RouteMatch(
                path,
                below(3) == 0 ? Optional.of(one(METHODS)) : Optional.empty(),
                conditions(),
                conditions());
    }

    private List<FieldMatch> conditions() {
        List<FieldMatch> conditions = new ArrayList<>();
        for (int i = below(3) == 0 ? 1 + below(3) : 0; i > 0; i--) {
            boolean regex = below(6) == 0;
            conditions.add(
                    new FieldMatch(one(NAMES), one(regex ? VALUE_EXPRESSIONS : VALUES), regex));
        }
        return conditions;
    }

    private <T> T one(List<T> values) {
        return values.get(below(values.size()));
    }

    private int below(int bound) {
        return choose.applyAsInt(bound);
    }
}
