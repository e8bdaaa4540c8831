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
import dev.maneki.translate.references.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
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
    private Map<BackendId, Backend> backends = Map.of();
    private EndpointTable table = EndpointTable.EMPTY;

    /**
     * The endpoints of all backends that have slices; the same instance as before if none changed.
     *
     * @param services the Services that changed
     * @param slices the Services whose slices changed
     * @param ofModel all backends
     */
    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    public EndpointTable update(
            Snapshot now,
            Set<ServiceName> services,
            Set<ServiceName> slices,
            Map<BackendId, Backend> ofModel) {
        if (ofModel == backends && services.isEmpty()) {
            table = withSlicesChanged(now, slices);
            return table;
        }
        Set<ServiceName> changed = new HashSet<>(services);
        changed.addAll(slices);
        Map<ServicePort, List<Endpoint>> before = table.byServicePort();
        Map<ServicePort, List<Endpoint>> next = HashMap.newHashMap(ofModel.size());
        boolean same = true;
        for (Backend backend : ofModel.values()) {
            if (backend.source() instanceof EndpointSource.Slices(ServicePort port)) {
                List<Endpoint> old = before.get(port);
                List<Endpoint> list = list(now, changed, port, old);
                next.put(port, list);
                same &= list == old;
            }
        }
        backends = ofModel;
        table = same && next.size() == before.size() ? table : new EndpointTable(next);
        return table;
    }

    /** The usual case, and so a short one: nothing is looked at but the ports of those Services. */
    @SuppressWarnings({"ReferenceEquality", "unchecked"})
    private EndpointTable withSlicesChanged(Snapshot now, Set<ServiceName> slices) {
        Map<ServicePort, List<Endpoint>> before = table.byServicePort();
        Map<ServicePort, List<Endpoint>> changed = new HashMap<>();
        for (ServiceName name : slices) {
            // Without the Service there were no endpoints, and are none.
            Optional<Service> service = now.find(Service.class, name.namespace(), name.name());
            for (Service.Port each : service.map(s -> s.spec().ports()).orElse(List.of())) {
                ServicePort port = new ServicePort(name.namespace(), name.name(), each.port());
                List<Endpoint> old = before.get(port);
                if (old != null) {
                    List<Endpoint> list = list(now, slices, port, old);
                    if (list != old) {
                        changed.put(port, list);
                    }
                }
            }
        }
        if (changed.isEmpty()) {
            return table;
        }
        Map.Entry<ServicePort, List<Endpoint>>[] entries = new Map.Entry[before.size()];
        int at = 0;
        for (Map.Entry<ServicePort, List<Endpoint>> entry : before.entrySet()) {
            List<Endpoint> list = changed.get(entry.getKey());
            entries[at++] = list == null ? entry : Map.entry(entry.getKey(), list);
        }
        return new EndpointTable(Map.ofEntries(entries));
    }

    private static List<Endpoint> list(
            Snapshot now,
            Set<ServiceName> changed,
            ServicePort port,
            @Nullable List<Endpoint> old) {
        boolean stays =
                changed.isEmpty()
                        || !changed.contains(new ServiceName(port.namespace(), port.service()));
        if (old != null && stays) {
            return old;
        }
        List<Endpoint> list =
                now.find(Service.class, port.namespace(), port.service())
                        .map(
                                service ->
                                        endpoints(
                                                service,
                                                port.port(),
                                                now.endpointSlices(
                                                        port.namespace(), port.service())))
                        .orElse(List.of());
        return old != null && list.equals(old) ? old : list;
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
