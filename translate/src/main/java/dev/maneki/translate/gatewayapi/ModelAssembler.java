package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.status.ListenAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Puts Gateways and routes together to a model. Of the model before, every part that came out the
 * same is kept as it is: whoever compiles the model knows unchanged parts by their identity.
 */
final class ModelAssembler {
    private static final Comparator<ListenAddress> BY_PORT =
            Comparator.comparingInt(ListenAddress::port).thenComparing(ListenAddress::address);

    private final Environment environment;
    private final Map<ListenerId, List<Route>> routes;

    /**
     * @param routes by listener, in any order; lists are not changed any more
     */
    ModelAssembler(Environment environment, Map<ListenerId, List<Route>> routes) {
        this.environment = environment;
        this.routes = routes;
    }

    /**
     * Builds the model.
     *
     * @param backends of all routes; the same instance as in the model before if none changed
     */
    @SuppressWarnings("ReferenceEquality") // parts that came out the same are the same instance
    RoutingModel assemble(Map<BackendId, Backend> backends, RoutingModel before) {
        Map<ListenAddress, Port> portsBefore = new HashMap<>();
        Map<ListenerId, Listener> listenersBefore = new HashMap<>();
        for (Port port : before.ports()) {
            portsBefore.put(new ListenAddress(port.address(), port.number()), port);
            port.listeners().forEach(each -> listenersBefore.put(each.id(), each));
        }
        Map<ListenAddress, List<Listener>> listeners = new TreeMap<>(BY_PORT);
        Map<ListenAddress, Port.Protocol> protocols = new HashMap<>();
        for (GatewayPlan plan : environment.plans.values()) {
            for (ListenerPlan listener : plan.listeners()) {
                if (!served(plan, listener)) {
                    continue;
                }
                Listener built = keep(build(plan, listener), listenersBefore);
                for (String address : plan.addresses()) {
                    ListenAddress socket = new ListenAddress(address, listener.port());
                    listeners.computeIfAbsent(socket, key -> new ArrayList<>()).add(built);
                    protocols.put(socket, listener.protocol().orElseThrow());
                }
            }
        }
        List<Port> ports = new ArrayList<>();
        listeners.forEach(
                (socket, each) -> {
                    Port.Protocol protocol = Objects.requireNonNull(protocols.get(socket));
                    Port port = new Port(socket.address(), socket.port(), protocol, each);
                    ports.add(keep(port, portsBefore.get(socket)));
                });
        boolean same = backends == before.backends() && sameElements(ports, before.ports());
        return same ? before : new RoutingModel(ports, backends);
    }

    /** Which listeners depend on which socket. */
    Map<ListenAddress, List<ListenerId>> sockets() {
        Map<ListenAddress, List<ListenerId>> sockets = new LinkedHashMap<>();
        for (GatewayPlan plan : environment.plans.values()) {
            for (ListenerPlan listener : plan.listeners()) {
                if (served(plan, listener)) {
                    for (String address : plan.addresses()) {
                        sockets.computeIfAbsent(
                                        new ListenAddress(address, listener.port()),
                                        key -> new ArrayList<>())
                                .add(listener.id());
                    }
                }
            }
        }
        return sockets;
    }

    private boolean served(GatewayPlan plan, ListenerPlan listener) {
        return plan.refusal().isEmpty()
                && listener.programmable()
                && !environment.conflicts.conflicts().containsKey(listener.id());
    }

    private Listener build(GatewayPlan plan, ListenerPlan listener) {
        return new Listener(
                listener.id(),
                listener.hostname(),
                listener.tls(),
                routes.getOrDefault(listener.id(), List.of()),
                plan.settings());
    }

    private static Listener keep(Listener now, Map<ListenerId, Listener> listenersBefore) {
        Listener old = listenersBefore.get(now.id());
        if (old == null || !sameElements(old.routes(), now.routes())) {
            return now;
        }
        boolean same =
                old.hostname().equals(now.hostname())
                        && old.tls().equals(now.tls())
                        && old.settings().equals(now.settings());
        return same ? old : now;
    }

    private static Port keep(Port now, @Nullable Port old) {
        if (old == null || old.protocol() != now.protocol()) {
            return now;
        }
        return sameElements(old.listeners(), now.listeners()) ? old : now;
    }

    @SuppressWarnings("ReferenceEquality") // parts that came out the same are the same instance
    private static <T> boolean sameElements(List<T> one, List<T> other) {
        if (one == other || one.size() != other.size()) {
            return one == other;
        }
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) != other.get(i)) {
                return false;
            }
        }
        return true;
    }
}
