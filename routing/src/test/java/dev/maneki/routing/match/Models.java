package dev.maneki.routing.match;

import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.Timeouts;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Small models for tests, written short. */
final class Models {
    private Models() {}

    static Port port(Listener... listeners) {
        return new Port("", 80, Port.Protocol.HTTP, List.of(listeners));
    }

    static Listener listener(String name, String hostname, Route... routes) {
        return listener(name, hostname, List.of(routes));
    }

    static Listener listener(String name, String hostname, List<Route> routes) {
        return new Listener(
                new ListenerId("infra", "gateway", name),
                Hostname.of(hostname),
                Optional.empty(),
                routes,
                GatewaySettings.DEFAULT);
    }

    /** {@code hosts} separated by blanks; one rule for each match. */
    static Route route(String name, String hosts, RouteMatch... matches) {
        return route("HTTPRoute", name, hosts, Instant.EPOCH, matches);
    }

    static Route route(
            String kind, String name, String hosts, Instant created, RouteMatch... matches) {
        Rule[] rules = new Rule[matches.length];
        for (int i = 0; i < rules.length; i++) {
            rules[i] = rule(i, List.of(matches[i]));
        }
        return new Route(
                new RouteId(kind, "apps", name),
                Arrays.stream(hosts.split(" ", -1)).map(Hostname::of).toList(),
                created,
                List.of(rules));
    }

    static Rule rule(int index, List<RouteMatch> matches) {
        return new Rule(
                "",
                index,
                matches,
                List.of(),
                List.of(),
                Timeouts.NONE,
                Optional.empty(),
                Optional.empty());
    }

    static RouteMatch prefix(String path, FieldMatch... headers) {
        return match(new PathMatch.Prefix(path), headers);
    }

    static RouteMatch exact(String path, FieldMatch... headers) {
        return match(new PathMatch.Exact(path), headers);
    }

    static RouteMatch regex(String expression, FieldMatch... headers) {
        return match(new PathMatch.Regex(expression), headers);
    }

    static RouteMatch match(PathMatch path, FieldMatch... headers) {
        return new RouteMatch(path, Optional.empty(), List.of(headers), List.of());
    }

    static RouteMatch method(String method, RouteMatch match) {
        return new RouteMatch(
                match.path(), Optional.of(method), match.headers(), match.queryParams());
    }

    static RouteMatch query(RouteMatch match, FieldMatch... parameters) {
        return new RouteMatch(match.path(), match.method(), match.headers(), List.of(parameters));
    }

    static FieldMatch is(String name, String value) {
        return new FieldMatch(name, value, false);
    }

    static FieldMatch like(String name, String expression) {
        return new FieldMatch(name, expression, true);
    }

    /** The payload is the route's name with the rule's index. */
    static PortRouter<String> compile(Port port) {
        return PortRouter.compile(port, Models::payload);
    }

    static String payload(ListenerId listener, GatewaySettings settings, Route route, Rule rule) {
        return route.id().name() + "#" + rule.index();
    }
}
