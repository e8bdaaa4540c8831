package dev.maneki.translate.status;

import dev.maneki.resources.ResourceId;
import dev.maneki.routing.model.ListenerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Sockets that could not be bound, seen from the Gateways whose listeners wanted them. */
final class BindFailures {
    private static final String PROGRAMMED = "Programmed";

    /**
     * Of one Gateway: why which listener is not served, and whether a given address is at fault.
     */
    private static final class OfGateway {
        final Map<String, List<String>> byListener = new TreeMap<>();
        boolean givenAddress;
    }

    private final Map<ResourceId, OfGateway> byGateway = new TreeMap<>();

    static BindFailures of(
            Map<ListenAddress, String> failures, Map<ListenAddress, List<ListenerId>> listeners) {
        BindFailures result = new BindFailures();
        failures.forEach(
                (socket, why) -> {
                    for (ListenerId id : listeners.getOrDefault(socket, List.of())) {
                        result.add(id, socket, why);
                    }
                });
        return result;
    }

    private void add(ListenerId id, ListenAddress socket, String why) {
        ResourceId gateway = new ResourceId("Gateway", id.namespace(), id.gateway());
        OfGateway of = byGateway.computeIfAbsent(gateway, key -> new OfGateway());
        of.givenAddress |= !socket.address().isEmpty();
        of.byListener
                .computeIfAbsent(id.listener(), key -> new ArrayList<>())
                .add("cannot listen on " + socket + ": " + why);
    }

    boolean isEmpty() {
        return byGateway.isEmpty();
    }

    Set<ResourceId> gateways() {
        return byGateway.keySet();
    }

    ResourceStatus.OfGateway apply(ResourceId gateway, ResourceStatus.OfGateway status) {
        OfGateway of = byGateway.getOrDefault(gateway, new OfGateway());
        List<ResourceStatus.OfListener> listeners = new ArrayList<>();
        for (ResourceStatus.OfListener listener : status.listeners()) {
            List<String> why = of.byListener.get(listener.name());
            listeners.add(why == null ? listener : notProgrammed(listener, why));
        }
        // AddressNotUsable is the API's word for an address that the Gateway itself asked for.
        String reason = of.givenAddress ? "AddressNotUsable" : "Invalid";
        List<String> all = of.byListener.values().stream().flatMap(List::stream).toList();
        return new ResourceStatus.OfGateway(
                status.addresses(), notProgrammed(status.conditions(), reason, all), listeners);
    }

    private static ResourceStatus.OfListener notProgrammed(
            ResourceStatus.OfListener listener, List<String> why) {
        return new ResourceStatus.OfListener(
                listener.name(),
                listener.supportedKinds(),
                listener.attachedRoutes(),
                notProgrammed(listener.conditions(), "PortUnavailable", why));
    }

    /** A condition that is false already keeps its own reason: mending the socket is no help. */
    private static List<Condition> notProgrammed(
            List<Condition> conditions, String reason, List<String> why) {
        String message = String.join("; ", why.stream().distinct().sorted().toList());
        return conditions.stream()
                .map(
                        old ->
                                old.holds(PROGRAMMED)
                                        ? Condition.isFalse(
                                                PROGRAMMED,
                                                reason,
                                                message,
                                                old.observedGeneration())
                                        : old)
                .toList();
    }
}
