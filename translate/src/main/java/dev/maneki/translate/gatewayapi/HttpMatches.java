package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.MatchType;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.RouteMatch.FieldMatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What requests the rules of an HTTPRoute are for. */
final class HttpMatches {
    private static final RouteMatch EVERYTHING =
            new RouteMatch(new PathMatch.Prefix("/"), Optional.empty(), List.of(), List.of());

    private HttpMatches() {}

    static List<RouteMatch> translate(
            List<HTTPRoute.Match> matches, String field, List<RuleFault> faults) {
        if (matches.isEmpty()) {
            return List.of(EVERYTHING);
        }
        List<RouteMatch> result = new ArrayList<>(matches.size());
        for (int i = 0; i < matches.size(); i++) {
            result.add(translate(matches.get(i), field + "[" + i + "]", faults));
        }
        return result;
    }

    private static RouteMatch translate(
            HTTPRoute.Match match, String field, List<RuleFault> faults) {
        String value = match.path().value();
        PathMatch path =
                switch (match.path().type()) {
                    case EXACT -> new PathMatch.Exact(value);
                    case PATH_PREFIX -> new PathMatch.Prefix(value);
                    case REGULAR_EXPRESSION -> {
                        RegularExpressions.check(value, field + ".path.value", faults);
                        yield new PathMatch.Regex(value);
                    }
                };
        FieldMatches headers = new FieldMatches(field + ".headers", faults);
        for (HTTPRoute.HeaderMatch header : match.headers()) {
            headers.add(
                    header.name().toLowerCase(Locale.ROOT),
                    header.name(),
                    header.value(),
                    header.type());
        }
        FieldMatches parameters = new FieldMatches(field + ".queryParams", faults);
        for (HTTPRoute.QueryParamMatch parameter : match.queryParams()) {
            parameters.add(parameter.name(), parameter.name(), parameter.value(), parameter.type());
        }
        return new RouteMatch(path, match.method(), headers.result(), parameters.result());
    }

    /** Of several conditions on one name only the first counts, as the API says. */
    static final class FieldMatches {
        private final String field;
        private final List<RuleFault> faults;
        private final List<FieldMatch> result = new ArrayList<>();
        private final Set<String> seen = new HashSet<>();
        private int index;

        FieldMatches(String field, List<RuleFault> faults) {
            this.field = field;
            this.faults = faults;
        }

        void add(String key, String name, String value, MatchType type) {
            boolean regex = type == MatchType.REGULAR_EXPRESSION;
            if (seen.add(key)) {
                if (regex) {
                    RegularExpressions.check(value, field + "[" + index + "].value", faults);
                }
                result.add(new FieldMatch(name, value, regex));
            }
            index++;
        }

        List<FieldMatch> result() {
            return result;
        }
    }
}
