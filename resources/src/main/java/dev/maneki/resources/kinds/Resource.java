package dev.maneki.resources.kinds;

import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.schema.Tolerates;

/**
 * A resource of any kind: immutable, checked, its defaults filled in. The record is the schema; its
 * name is the kind's.
 */
@Tolerates({"apiVersion", "kind", "metadata", "status"})
public sealed interface Resource
        permits BackendTLSPolicy,
                ConfigMap,
                CorsPolicy,
                EndpointSlice,
                Gateway,
                GatewayClass,
                Namespace,
                ReferenceGrant,
                Route,
                Secret,
                Service {

    Origin origin();

    Metadata metadata();

    /** Such as {@code HTTPRoute}. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** Empty for kinds outside namespaces. */
    default String namespace() {
        return metadata().namespace();
    }

    default String name() {
        return metadata().name();
    }

    default ResourceId id() {
        return new ResourceId(kind(), namespace(), name());
    }

    /** The place of a field in the file, for a finding; see {@link Origin#locate}. */
    default Position locate(String field) {
        return origin().locate(field);
    }
}
