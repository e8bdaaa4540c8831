package dev.maneki.routing.model;

import java.util.List;

/**
 * A backend of a rule with its share of the requests.
 *
 * @param target where to
 * @param weight its share is weight / sum of all weights of the rule; 0 gets nothing
 * @param filters for requests to this backend only, after the rule's
 */
public record WeightedBackend(BackendTarget target, int weight, List<Filter> filters) {
    /** Copies the list. */
    public WeightedBackend {
        filters = List.copyOf(filters);
    }
}
