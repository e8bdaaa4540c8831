package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.routing.model.Filter;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.Retry;
import dev.maneki.routing.model.RouteMatch;
import dev.maneki.routing.model.Rule;
import dev.maneki.routing.model.Timeouts;
import dev.maneki.routing.model.WeightedBackend;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Translates the rules of an HTTPRoute. */
final class HttpRules {
    private HttpRules() {}

    static TranslatedRules translate(HTTPRoute route, Backends backends, String variant) {
        RuleList rules = new RuleList(new BackendTargets(route, backends, variant));
        for (int i = 0; i < route.spec().rules().size(); i++) {
            add(route, i, rules);
        }
        return rules.finish();
    }

    private static void add(HTTPRoute route, int index, RuleList rules) {
        HTTPRoute.Rule rule = route.spec().rules().get(index);
        String field = "spec.rules[" + index + "]";
        List<RuleFault> faults = new ArrayList<>();
        List<RouteMatch> matches =
                HttpMatches.translate(rule.matches(), field + ".matches", faults);
        Filters filters = Filters.ofHttp(rule.filters(), field + ".filters", rules.targets());
        checkPrefixes(matches, filters.result(), field + ".filters", faults);
        List<WeightedBackend> backends = new ArrayList<>(rule.backendRefs().size());
        for (int i = 0; i < rule.backendRefs().size(); i++) {
            HTTPRoute.BackendRef each = rule.backendRefs().get(i);
            String at = field + ".backendRefs[" + i + "]";
            Filters own = Filters.ofHttp(each.filters(), at + ".filters", rules.targets());
            checkPrefixes(matches, own.result(), at + ".filters", faults);
            backends.add(rules.backend(index, each, each.weight(), own, at));
        }
        rules.add(
                new Rule(
                        rule.name().orElse(""),
                        index,
                        matches,
                        filters.result(),
                        backends,
                        rule.timeouts()
                                .map(each -> new Timeouts(each.request(), each.backendRequest()))
                                .orElse(Timeouts.NONE),
                        rule.retry().map(HttpRules::retry),
                        rule.sessionPersistence()
                                .map(each -> Sessions.translate(each, route.id(), index))),
                filters,
                faults);
    }

    /** Only of a matched prefix can something else be made. */
    private static void checkPrefixes(
            List<RouteMatch> matches, List<Filter> filters, String field, List<RuleFault> faults) {
        boolean replaces = filters.stream().anyMatch(HttpRules::replacesPrefix);
        if (replaces
                && !matches.stream().allMatch(match -> match.path() instanceof PathMatch.Prefix)) {
            faults.add(
                    new RuleFault(
                            field,
                            "ReplacePrefixMatch needs every match to be of type PathPrefix"));
        }
    }

    private static boolean replacesPrefix(Filter filter) {
        Optional<Filter.PathChange> change =
                switch (filter) {
                    case Filter.Redirect redirect -> redirect.path();
                    case Filter.Rewrite rewrite -> rewrite.path();
                    case Filter.RequestHeaders headers -> Optional.empty();
                    case Filter.ResponseHeaders headers -> Optional.empty();
                    case Filter.Mirror mirror -> Optional.empty();
                    case Filter.Cors cors -> Optional.empty();
                    case Filter.ExternalAuth auth -> Optional.empty();
                };
        return change.isPresent() && change.get() instanceof Filter.PathChange.Prefix;
    }

    private static Retry retry(HTTPRoute.Retry retry) {
        return new Retry(
                Set.copyOf(retry.codes()),
                retry.attempts().isPresent()
                        ? Optional.of(retry.attempts().getAsInt())
                        : Optional.empty(),
                retry.backoff());
    }
}
