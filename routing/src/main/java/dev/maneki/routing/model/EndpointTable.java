package dev.maneki.routing.model;

import java.util.List;
import java.util.Map;

/**
 * Which endpoints stand behind which Service port, at one moment.
 *
 * <p>Apart from the {@link RoutingModel} so that a Pod's coming and going translates nothing again.
 *
 * @param byServicePort only ready endpoints, each address once; a list that did not change is the
 *     same instance as before
 */
public record EndpointTable(Map<ServicePort, List<Endpoint>> byServicePort) {
    /** No endpoints. */
    public static final EndpointTable EMPTY = new EndpointTable(Map.of());

    /** Copies the map. */
    public EndpointTable {
        byServicePort = Map.copyOf(byServicePort);
    }

    /** The endpoints of this Service port; empty if it has none. */
    public List<Endpoint> endpoints(ServicePort port) {
        return byServicePort.getOrDefault(port, List.of());
    }

    /**
     * One address to connect to.
     *
     * @param address an IP address, textual
     * @param port 1 to 65535
     */
    public record Endpoint(String address, int port) {
        /** {@code address:port}, an IPv6 address in brackets. */
        @Override
        public String toString() {
            return (address.indexOf(':') >= 0 ? "[" + address + "]" : address) + ":" + port;
        }
    }
}
