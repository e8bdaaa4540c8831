package dev.maneki.routing.model;

import java.time.Instant;
import java.util.List;

/**
 * A route as attached to one listener.
 *
 * @param id which one
 * @param hostnames the intersection of the listener's host name with the route's, never empty;
 *     {@link Hostname#ANY} where neither says one
 * @param created when the resource was made; older routes win ties. {@link Instant#EPOCH} where it
 *     is not known
 * @param rules in the order written
 */
public record Route(RouteId id, List<Hostname> hostnames, Instant created, List<Rule> rules) {
    /** Copies both lists. */
    public Route {
        hostnames = List.copyOf(hostnames);
        rules = List.copyOf(rules);
    }
}
