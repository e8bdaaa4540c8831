package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.MatchType;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.RouteMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What calls the rules of a GRPCRoute are for. A call's path is {@code /service/method} (gRPC over
 * HTTP/2, "Requests"), so that conditions on either become conditions on the path.
 */
final class GrpcMatches {
    private static final String ANY_SEGMENT = "[^/]+";
    private static final PathMatch EVERY_CALL = new PathMatch.Prefix("/");

    private GrpcMatches() {}

    static List<RouteMatch> translate(
            List<GRPCRoute.Match> matches, String field, List<RuleFault> faults) {
        if (matches.isEmpty()) {
            return List.of(new RouteMatch(EVERY_CALL, Optional.empty(), List.of(), List.of()));
        }
        List<RouteMatch> result = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); i++) {
            GRPCRoute.Match match = matches.get(i);
            String at = field + "[" + i + "]";
            PathMatch path =
                    match.method()
                            .map(method -> path(method, at + ".method", faults))
                            .orElse(EVERY_CALL);
            HttpMatches.FieldMatches headers =
                    new HttpMatches.FieldMatches(at + ".headers", faults);
            for (GRPCRoute.HeaderMatch header : match.headers()) {
                headers.add(
                        header.name().toLowerCase(Locale.ROOT),
                        header.name(),
                        header.value(),
                        header.type());
            }
            result.add(new RouteMatch(path, Optional.empty(), headers.result(), List.of()));
        }
        return result;
    }

    private static PathMatch path(
            GRPCRoute.MethodMatch match, String field, List<RuleFault> faults) {
        String service = match.service().orElse("");
        String method = match.method().orElse("");
        if (match.type() == MatchType.REGULAR_EXPRESSION) {
            return new PathMatch.Regex(
                    "/"
                            + expression(service, field + ".service", faults)
                            + "/"
                            + expression(method, field + ".method", faults));
        }
        if (service.isEmpty()) {
            // A method name is an identifier: nothing in it needs quoting.
            return method.isEmpty()
                    ? EVERY_CALL
                    : new PathMatch.Regex("/" + ANY_SEGMENT + "/" + method);
        }
        return method.isEmpty()
                ? new PathMatch.Prefix("/" + service)
                : new PathMatch.Exact("/" + service + "/" + method);
    }

    private static String expression(String text, String field, List<RuleFault> faults) {
        if (text.isEmpty()) {
            return ANY_SEGMENT;
        }
        // By itself, as two broken halves can make a whole one: "a)(?:b".
        RegularExpressions.check(text, field, faults);
        return "(?:" + text + ")";
    }
}
