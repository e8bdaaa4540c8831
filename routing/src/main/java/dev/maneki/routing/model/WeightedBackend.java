package dev.maneki.routing.model;

import java.util.List;
import java.util.Optional;

/**
 * A backend of a rule with its share of the requests.
 *
 * @param target where to
 * @param weight its share is weight / sum of all weights of the rule; 0 gets nothing
 * @param filters for requests to this backend only, after the rule's
 * @param rpc what is spoken there, if calls are to reach it in every protocol; empty where bytes
 *     pass as they are
 */
public record WeightedBackend(
        BackendTarget target, int weight, List<Filter> filters, Optional<Rpc> rpc) {
    /** Copies the list. */
    public WeightedBackend {
        filters = List.copyOf(filters);
    }

    /** One that is not bridged to. */
    public WeightedBackend(BackendTarget target, int weight, List<Filter> filters) {
        this(target, weight, filters, Optional.empty());
    }
}
