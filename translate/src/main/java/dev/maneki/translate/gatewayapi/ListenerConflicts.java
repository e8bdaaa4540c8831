package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port.Protocol;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.ListenAddress;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which listeners cannot be told from others. Within a Gateway no listener wins, as the API demands
 * ("Handling indistinct Listeners"); between Gateways the older Gateway wins, as it does for
 * routes, so that nobody takes away a host name that is in use.
 *
 * <p>A listener keeps its host name even while its certificate is missing: else a late Secret would
 * move the name from one Gateway to another and back.
 */
final class ListenerConflicts {
    /** Who has a socket so far. */
    private static final class Claims {
        final ListenerPlan first;
        final Map<Hostname, ListenerId> owners = new HashMap<>();
        final HostnameSet hostnames = new HostnameSet();

        Claims(ListenerPlan first) {
            this.first = first;
        }
    }

    private final Map<ListenAddress, Claims> sockets = new HashMap<>();
    private final Map<ListenerId, Fault> conflicts = new HashMap<>();

    /**
     * Compares all listeners.
     *
     * @param plans the Gateway that wins first
     */
    ListenerConflicts(List<GatewayPlan> plans) {
        for (GatewayPlan plan : plans) {
            if (plan.refusal().isEmpty()) {
                within(plan);
                between(plan);
            }
        }
    }

    /** By listener, why it is conflicted. */
    Map<ListenerId, Fault> conflicts() {
        return conflicts;
    }

    /** Whether another HTTPS listener of the same socket has hosts in common with this one. */
    boolean tlsOverlaps(GatewayPlan plan, ListenerPlan listener) {
        if (listener.protocol().filter(Protocol.HTTPS::equals).isEmpty()
                || conflicts.containsKey(listener.id())) {
            return false;
        }
        for (String address : plan.addresses()) {
            Claims claims = sockets.get(new ListenAddress(address, listener.port()));
            if (claims != null && claims.hostnames.overlaps(listener.hostname())) {
                return true;
            }
        }
        return false;
    }

    private void within(GatewayPlan plan) {
        Map<Integer, Set<Protocol>> protocols = new LinkedHashMap<>();
        Set<List<Object>> seen = new HashSet<>();
        Set<List<Object>> twice = new HashSet<>();
        for (ListenerPlan listener : plan.listeners()) {
            listener.protocol()
                    .ifPresent(
                            protocol ->
                                    protocols
                                            .computeIfAbsent(
                                                    listener.port(), key -> new HashSet<>())
                                            .add(protocol));
            if (listener.protocol().isPresent() && !seen.add(key(listener))) {
                twice.add(key(listener));
            }
        }
        for (ListenerPlan listener : plan.listeners()) {
            if (listener.protocol().isEmpty()) {
                continue;
            }
            if (protocols.getOrDefault(listener.port(), Set.of()).size() > 1) {
                conflicts.put(
                        listener.id(),
                        new Fault(
                                "ProtocolConflict",
                                "listeners on port "
                                        + listener.port()
                                        + " want both HTTP and HTTPS"));
            } else if (twice.contains(key(listener))) {
                conflicts.put(
                        listener.id(),
                        new Fault(
                                "HostnameConflict",
                                "two listeners on port "
                                        + listener.port()
                                        + " have the host name "
                                        + listener.hostname()));
            }
        }
    }

    private static List<Object> key(ListenerPlan listener) {
        return List.of(listener.port(), listener.hostname());
    }

    private void between(GatewayPlan plan) {
        for (ListenerPlan listener : plan.listeners()) {
            if (listener.protocol().isEmpty() || conflicts.containsKey(listener.id())) {
                continue;
            }
            for (String address : plan.addresses()) {
                claim(new ListenAddress(address, listener.port()), listener);
            }
        }
    }

    private void claim(ListenAddress socket, ListenerPlan listener) {
        Claims claims = sockets.computeIfAbsent(socket, key -> new Claims(listener));
        if (!claims.first.protocol().equals(listener.protocol())) {
            conflicts.put(
                    listener.id(),
                    new Fault(
                            "ProtocolConflict",
                            socket
                                    + " speaks "
                                    + claims.first.protocol().orElseThrow()
                                    + " for listener "
                                    + claims.first.id()
                                    + " of a Gateway that is older, or first by name"));
            return;
        }
        ListenerId owner = claims.owners.putIfAbsent(listener.hostname(), listener.id());
        if (owner == null) {
            claims.hostnames.add(listener.hostname());
        } else if (!owner.equals(listener.id())) {
            conflicts.put(
                    listener.id(),
                    new Fault(
                            "HostnameConflict",
                            "host name "
                                    + listener.hostname()
                                    + " on "
                                    + socket
                                    + " belongs to listener "
                                    + owner
                                    + " of a Gateway that is older, or first by name"));
        }
    }
}
