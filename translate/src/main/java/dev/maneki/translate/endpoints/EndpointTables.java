package dev.maneki.translate.endpoints;

import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.kinds.TransportProtocol;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Backend.EndpointSource;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import dev.maneki.routing.model.ServicePort;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Builds the endpoint table of each snapshot, and works out only the lists whose slices or Service
 * changed. Not thread-safe.
 */
public final class EndpointTables {
    /** What a list was worked out from, and the list. */
    private record Entry(
            @Nullable Service service, List<EndpointSlice> slices, List<Endpoint> endpoints) {}

    private Map<ServicePort, Entry> entries = new HashMap<>();
    private Map<BackendId, Backend> backends = Map.of();
    private Snapshot snapshot = Snapshot.empty();
    private EndpointTable table = EndpointTable.EMPTY;

    /**
     * The endpoints of all backends that have slices; the same instance as before if none changed.
     */
    public EndpointTable update(Snapshot now, Map<BackendId, Backend> ofModel) {
        if (unchanged(now, ofModel)) {
            return table;
        }
        Map<ServicePort, Entry> next = HashMap.newHashMap(ofModel.size());
        for (Backend backend : ofModel.values()) {
            if (backend.source() instanceof EndpointSource.Slices(ServicePort port)) {
                next.computeIfAbsent(port, key -> entry(now, key));
            }
        }
        Map<ServicePort, List<Endpoint>> lists = HashMap.newHashMap(next.size());
        next.forEach((port, entry) -> lists.put(port, entry.endpoints()));
        entries = next;
        backends = ofModel;
        snapshot = now;
        table = sameLists(lists) ? table : new EndpointTable(lists);
        return table;
    }

    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    private boolean unchanged(Snapshot now, Map<BackendId, Backend> ofModel) {
        return ofModel == backends
                && now.all(EndpointSlice.class) == snapshot.all(EndpointSlice.class)
                && now.all(Service.class) == snapshot.all(Service.class);
    }

    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    private boolean sameLists(Map<ServicePort, List<Endpoint>> lists) {
        return lists.size() == table.byServicePort().size()
                && lists.entrySet().stream()
                        .allMatch(
                                each ->
                                        table.byServicePort().get(each.getKey())
                                                == each.getValue());
    }

    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    private Entry entry(Snapshot now, ServicePort port) {
        Service service = now.find(Service.class, port.namespace(), port.service()).orElse(null);
        List<EndpointSlice> slices = now.endpointSlices(port.namespace(), port.service());
        Entry old = entries.get(port);
        if (old != null && old.service == service && old.slices == slices) {
            return old;
        }
        List<Endpoint> endpoints =
                service == null ? List.of() : endpoints(service, port.port(), slices);
        if (old != null && old.endpoints.equals(endpoints)) {
            return new Entry(service, slices, old.endpoints);
        }
        return new Entry(service, slices, endpoints);
    }

    private static List<Endpoint> endpoints(
            Service service, int number, List<EndpointSlice> slices) {
        // Slices know a Service's port by its name, and have the number to connect to.
        Optional<String> name =
                service.spec().ports().stream()
                        .filter(each -> each.port() == number)
                        .filter(each -> each.protocol() == TransportProtocol.TCP)
                        .findFirst()
                        .map(each -> each.name().orElse(""));
        if (name.isEmpty()) {
            return List.of();
        }
        List<Endpoint> ready = collect(slices, name.get(), EndpointSlice.Conditions::isReady);
        // When all are about to end, those that still serve are better than none (KEP-1669).
        return ready.isEmpty()
                ? collect(slices, name.get(), each -> each.isServing() && each.isTerminating())
                : ready;
    }

    private static List<Endpoint> collect(
            List<EndpointSlice> slices,
            String portName,
            Predicate<EndpointSlice.Conditions> wanted) {
        Set<Endpoint> result = new LinkedHashSet<>();
        for (EndpointSlice slice : slices) {
            if (slice.addressType() == EndpointSlice.AddressType.FQDN) {
                continue; // a name is no address: Service type ExternalName is for those
            }
            for (EndpointSlice.Port port : slice.ports()) {
                if (port.name().equals(portName)
                        && port.protocol() == TransportProtocol.TCP
                        && port.port().isPresent()) {
                    collect(slice, port.port().getAsInt(), wanted, result);
                }
            }
        }
        return List.copyOf(result);
    }

    private static void collect(
            EndpointSlice slice,
            int port,
            Predicate<EndpointSlice.Conditions> wanted,
            Set<Endpoint> result) {
        for (EndpointSlice.Endpoint endpoint : slice.endpoints()) {
            if (wanted.test(endpoint.conditions())) {
                endpoint.addresses().forEach(each -> result.add(new Endpoint(each, port)));
            }
        }
    }
}
