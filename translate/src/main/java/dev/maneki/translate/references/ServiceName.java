package dev.maneki.translate.references;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.Service;
import dev.maneki.resources.snapshot.SnapshotChange;
import java.util.HashSet;
import java.util.Set;

/** Names a Service, whether or not there is one of this name. */
public record ServiceName(String namespace, String name) implements Comparable<ServiceName> {

    /** The Services that came, went or became others, or of which the text is refused now. */
    public static Set<ServiceName> changedServices(SnapshotChange change) {
        Set<ServiceName> names = new HashSet<>();
        change.resources()
                .forEach(
                        each -> {
                            if (each instanceof Service service) {
                                names.add(new ServiceName(service.namespace(), service.name()));
                            }
                        });
        for (ResourceId id : change.refused()) {
            if (id.kind().equals("Service")) {
                names.add(new ServiceName(id.namespace(), id.name()));
            }
        }
        return names;
    }

    /** The Services whose slices came, went or became others. */
    public static Set<ServiceName> changedSlices(SnapshotChange change) {
        Set<ServiceName> names = new HashSet<>();
        change.resources()
                .forEach(
                        each -> {
                            if (each instanceof EndpointSlice slice) {
                                slice.serviceName()
                                        .ifPresent(
                                                name ->
                                                        names.add(
                                                                new ServiceName(
                                                                        slice.namespace(), name)));
                            }
                        });
        return names;
    }

    /** By namespace, then name. */
    @Override
    public int compareTo(ServiceName other) {
        int order = namespace.compareTo(other.namespace);
        return order == 0 ? name.compareTo(other.name) : order;
    }
}
