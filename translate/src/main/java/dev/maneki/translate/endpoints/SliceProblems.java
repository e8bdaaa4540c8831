package dev.maneki.translate.endpoints;

import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.references.ServiceName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Slices whose endpoints nobody can reach: of no Service, of none that is there, or with ports that
 * are none of its. Written by hand that is soon done, and else seen only as 503. Not thread-safe.
 */
public final class SliceProblems {
    private static final String LABEL = "metadata.labels";

    private final TreeMap<ServiceName, List<Problem>> byService = new TreeMap<>();
    private List<Problem> all = List.of();

    /** All problems; looks only at Services that changed, or whose slices did. */
    public List<Problem> update(Snapshot now, SnapshotChange change) {
        Set<ServiceName> changed = new HashSet<>(ServiceName.changedServices(change));
        changed.addAll(ServiceName.changedSlices(change));
        Set<String> orphaned = new HashSet<>();
        change.resources()
                .forEach(
                        each -> {
                            if (each instanceof EndpointSlice slice
                                    && slice.serviceName().isEmpty()) {
                                orphaned.add(slice.namespace());
                            }
                        });
        if (changed.isEmpty() && orphaned.isEmpty()) {
            return all;
        }
        for (ServiceName name : changed) {
            put(name, ofService(now, name));
        }
        for (String namespace : orphaned) {
            put(new ServiceName(namespace, ""), withoutService(now, namespace));
        }
        all = byService.values().stream().flatMap(List::stream).toList();
        return all;
    }

    private void put(ServiceName name, List<Problem> problems) {
        if (problems.isEmpty()) {
            byService.remove(name);
        } else {
            byService.put(name, problems);
        }
    }

    private static List<Problem> withoutService(Snapshot now, String namespace) {
        return now.all(EndpointSlice.class).stream()
                .filter(slice -> slice.namespace().equals(namespace))
                .filter(slice -> slice.serviceName().isEmpty())
                .map(
                        slice ->
                                Problem.warning(
                                        slice,
                                        LABEL,
                                        "belongs to no Service; add the label "
                                                + EndpointSlice.SERVICE_LABEL))
                .toList();
    }

    private static List<Problem> ofService(Snapshot now, ServiceName name) {
        List<Problem> problems = new ArrayList<>();
        Optional<Service> service = now.find(Service.class, name.namespace(), name.name());
        for (EndpointSlice slice : now.endpointSlices(name.namespace(), name.name())) {
            if (service.isEmpty()) {
                problems.add(
                        Problem.warning(
                                slice,
                                LABEL,
                                Missing.message(now, "Service", name.namespace(), name.name())));
            } else if (slice.addressType() == EndpointSlice.AddressType.FQDN) {
                problems.add(
                        Problem.warning(
                                slice,
                                "addressType",
                                "names are not resolved here; write a Service of type"
                                        + " ExternalName"));
            } else {
                ports(slice, service.get(), problems);
            }
        }
        return problems;
    }

    private static void ports(EndpointSlice slice, Service service, List<Problem> problems) {
        List<String> names =
                service.spec().ports().stream().map(port -> port.name().orElse("")).toList();
        for (int i = 0; i < slice.ports().size(); i++) {
            String name = slice.ports().get(i).name();
            if (!names.contains(name)) {
                problems.add(
                        Problem.warning(
                                slice,
                                "ports[" + i + "]",
                                named(name)
                                        + " is no port of Service "
                                        + service.namespace()
                                        + "/"
                                        + service.name()
                                        + ", which has "
                                        + String.join(
                                                ", ",
                                                names.stream()
                                                        .map(SliceProblems::named)
                                                        .toList())));
            }
        }
    }

    private static String named(String name) {
        return name.isEmpty() ? "a port without a name" : "'" + name + "'";
    }
}
