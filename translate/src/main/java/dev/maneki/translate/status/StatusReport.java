package dev.maneki.translate.status;

import dev.maneki.resources.ResourceId;
import dev.maneki.routing.model.ListenerId;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The status of every resource that has one.
 *
 * <p>A status that did not change is the same instance as in the report before.
 *
 * @param resources by resource; those that are none of ours have no entry
 * @param listeners which listeners depend on which socket
 */
public record StatusReport(
        Map<ResourceId, ResourceStatus> resources, Map<ListenAddress, List<ListenerId>> listeners) {
    /** Of no resource. */
    public static final StatusReport EMPTY = new StatusReport(Map.of(), Map.of());

    /** Takes the maps over; the caller must not change them any more. */
    public StatusReport {
        // Not copied: with ten thousand routes that would be most of a small change's cost.
        resources = Collections.unmodifiableMap(resources);
        listeners = Collections.unmodifiableMap(listeners);
    }

    /** The status of this resource, if it has one. */
    public Optional<ResourceStatus> of(ResourceId id) {
        return Optional.ofNullable(resources.get(id));
    }

    /**
     * The same report once the data plane could not bind some sockets: their listeners, and the
     * Gateways of those, are not {@code Programmed}.
     *
     * @param failures why, by socket; sockets that no listener uses are ignored
     */
    public StatusReport withBindFailures(Map<ListenAddress, String> failures) {
        BindFailures byGateway = BindFailures.of(failures, listeners);
        if (byGateway.isEmpty()) {
            return this;
        }
        Map<ResourceId, ResourceStatus> changed = new HashMap<>(resources);
        for (ResourceId gateway : byGateway.gateways()) {
            if (resources.get(gateway) instanceof ResourceStatus.OfGateway status) {
                changed.put(gateway, byGateway.apply(gateway, status));
            }
        }
        return new StatusReport(changed, listeners);
    }
}
