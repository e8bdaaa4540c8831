package dev.maneki.routing.model;

import java.util.List;
import java.util.Optional;

/**
 * One listener of one Gateway.
 *
 * <p>Listener isolation (GEP-3155): a request belongs to the listener with the most specific host
 * name that matches, and to no other, even if that one has no route for it.
 *
 * @param id which one
 * @param hostname which hosts are its own
 * @param tls how TLS is terminated; present exactly on HTTPS ports
 * @param routes the routes attached to it, in no particular order: the matcher orders them by the
 *     spec
 * @param settings what its Gateway sets beyond the API's fields
 */
public record Listener(
        ListenerId id,
        Hostname hostname,
        Optional<ListenerTls> tls,
        List<Route> routes,
        GatewaySettings settings) {
    /** Copies the list. */
    public Listener {
        routes = List.copyOf(routes);
    }
}
