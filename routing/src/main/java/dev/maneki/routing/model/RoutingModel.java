package dev.maneki.routing.model;

import java.util.List;
import java.util.Map;

/**
 * Everything that the data plane serves, but the endpoints, which change more often and go their
 * own way ({@link EndpointTable}).
 *
 * @param ports each socket to listen on, with its listeners; no two have the same address and port
 *     number
 * @param backends every backend that a rule names, by its id
 */
public record RoutingModel(List<Port> ports, Map<BackendId, Backend> backends) {
    /** Serves nothing. */
    public static final RoutingModel EMPTY = new RoutingModel(List.of(), Map.of());

    /** Copies both collections. */
    public RoutingModel {
        ports = List.copyOf(ports);
        backends = Map.copyOf(backends);
    }
}
