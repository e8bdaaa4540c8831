package dev.maneki.routing.match;

import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.Rule;

/**
 * Makes what the caller wants to have at hand when a rule is found.
 *
 * <p>Called once for each rule. The result is kept for as long as the route and the listener's
 * settings stay the same, so it must depend on nothing but these arguments: what changes by itself,
 * such as endpoints, is to be referred to, not copied.
 *
 * @param <A> the payload
 */
@FunctionalInterface
public interface RuleCompiler<A> {
    /** The payload for {@code rule} of {@code route}, attached to {@code listener}. */
    A compile(ListenerId listener, GatewaySettings settings, Route route, Rule rule);
}
