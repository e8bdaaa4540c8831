package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.routing.model.BackendTarget;
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
    private final BackendTargets targets;
    private final RuleList rules;

    private HttpRules(BackendTargets targets) {
        this.targets = targets;
        this.rules = new RuleList(targets);
    }

    static TranslatedRules translate(HTTPRoute route, Backends backends, String variant) {
        HttpRules translation = new HttpRules(new BackendTargets(route, backends, variant));
        for (int i = 0; i < route.spec().rules().size(); i++) {
            translation.add(route, i);
        }
        return translation.rules.finish();
    }

    private void add(HTTPRoute route, int index) {
        HTTPRoute.Rule rule = route.spec().rules().get(index);
        String field = "spec.rules[" + index + "]";
        String name = rule.name().orElse("");
        List<RuleFault> faults = new ArrayList<>();
        List<RouteMatch> matches =
                HttpMatches.translate(rule.matches(), field + ".matches", faults);
        Filters filters = Filters.ofHttp(rule.filters(), field + ".filters", targets);
        checkPrefixes(matches, filters.result(), field + ".filters", faults);
        List<WeightedBackend> backends = backends(rule.backendRefs(), index, matches, faults);
        if (!faults.isEmpty()) {
            rules.drop(index, faults);
            return;
        }
        if (filters.rejection().isPresent()) {
            filters.unsupported()
                    .ifPresentOrElse(
                            fault -> rules.drop(index, List.of(fault)), rules::countAsValid);
            rules.reject(name, index, matches, filters.rejection().get());
            return;
        }
        rules.add(
                new Rule(
                        name,
                        index,
                        matches,
                        filters.result(),
                        backends,
                        rule.timeouts()
                                .map(each -> new Timeouts(each.request(), each.backendRequest()))
                                .orElse(Timeouts.NONE),
                        rule.retry().map(HttpRules::retry),
                        rule.sessionPersistence()
                                .map(each -> Sessions.translate(each, route.id(), index))));
    }

    private List<WeightedBackend> backends(
            List<HTTPRoute.BackendRef> references,
            int index,
            List<RouteMatch> matches,
            List<RuleFault> faults) {
        List<WeightedBackend> result = new ArrayList<>(references.size());
        for (int i = 0; i < references.size(); i++) {
            HTTPRoute.BackendRef reference = references.get(i);
            String field = "spec.rules[" + index + "].backendRefs[" + i + "]";
            BackendTarget target = targets.resolve(reference, field);
            Filters filters = Filters.ofHttp(reference.filters(), field + ".filters", targets);
            checkPrefixes(matches, filters.result(), field + ".filters", faults);
            filters.unsupported().ifPresent(fault -> rules.drop(index, List.of(fault)));
            result.add(
                    new WeightedBackend(
                            filters.rejection().<BackendTarget>map(each -> each).orElse(target),
                            reference.weight(),
                            filters.rejection().isPresent() ? List.of() : filters.result()));
        }
        return result;
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
