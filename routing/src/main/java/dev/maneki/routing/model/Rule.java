package dev.maneki.routing.model;

import java.util.List;
import java.util.Optional;

/**
 * One rule of a route: what it matches, what happens then.
 *
 * @param name as given in the resource, or empty
 * @param index its place in the route, from 0
 * @param matches any of them suffices; never empty (the API's default is the prefix {@code /})
 * @param filters in the order written
 * @param backends where requests go, by weight; empty with a redirect, and where nothing was named
 *     (then 500)
 * @param timeouts how long things may take
 * @param retry when a request is tried again
 * @param sessionPersistence how a client stays with its endpoint
 */
public record Rule(
        String name,
        int index,
        List<RouteMatch> matches,
        List<Filter> filters,
        List<WeightedBackend> backends,
        Timeouts timeouts,
        Optional<Retry> retry,
        Optional<SessionPersistence> sessionPersistence) {
    /** Copies the lists. */
    public Rule {
        matches = List.copyOf(matches);
        filters = List.copyOf(filters);
        backends = List.copyOf(backends);
    }
}
