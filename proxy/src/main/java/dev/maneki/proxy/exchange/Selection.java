package dev.maneki.proxy.exchange;

import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.routing.match.Entry;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.PathMatch;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Which backend of a rule serves a request: the one its session belongs to, or one by weight.
 *
 * @param backend the backend
 * @param endpoint the session's endpoint; null where any will do
 * @param mark the session that the request has brought, if it could be honoured
 * @param path the condition on the path that the request has met
 */
record Selection(
        BackendChoice backend,
        @Nullable UpstreamEndpoint endpoint,
        SessionPlan.@Nullable Mark mark,
        PathMatch path) {

    /** Null if the rule has no backend to choose. */
    static @Nullable Selection of(
            Entry<RuleAction> entry,
            HeaderFields request,
            SplittableRandom random,
            long nowSeconds) {
        RuleAction rule = entry.payload();
        SessionPlan plan = rule.session();
        SessionPlan.Mark mark = plan == null ? null : plan.find(request, nowSeconds);
        if (mark != null) {
            for (BackendChoice each : rule.backends()) {
                UpstreamEndpoint endpoint = each.weight() == 0 ? null : endpoint(each, mark.key());
                if (endpoint != null) {
                    return new Selection(each, endpoint, mark, entry.path());
                }
            }
        }
        BackendChoice chosen = rule.choose(random);
        return chosen == null ? null : new Selection(chosen, null, null, entry.path());
    }

    /**
     * Tells the client its session, if the rule has sessions and it does not know already. A
     * session whose endpoint has failed goes on at the one that took over.
     */
    void mark(
            RuleAction rule,
            HeaderFields response,
            UpstreamEndpoint served,
            long nowSeconds,
            boolean secure) {
        SessionPlan plan = rule.session();
        if (plan != null) {
            SessionPlan.Mark honoured = served == endpoint ? mark : null;
            plan.mark(response, served, honoured, nowSeconds, secure, path);
        }
    }

    private static @Nullable UpstreamEndpoint endpoint(BackendChoice choice, String sessionKey) {
        Upstream upstream = choice.upstream();
        if (upstream == null) {
            return null;
        }
        long now = System.nanoTime();
        for (UpstreamEndpoint endpoint : upstream.endpoints()) {
            if (endpoint.sessionKey().equals(sessionKey) && !endpoint.health().ejected(now)) {
                return endpoint;
            }
        }
        return null;
    }
}
