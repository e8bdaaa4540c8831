package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.PortReference;
import dev.maneki.resources.kinds.Reference;
import dev.maneki.resources.kinds.Route;
import java.util.Optional;

/**
 * A route's reference to a backend, with everything that the answer depends on.
 *
 * @param fromKind kind of the route
 * @param fromNamespace namespace of the route
 * @param port 0 where none is given
 * @param variant of the Gateway, {@link GatewayPlan#variant}
 * @param grpc whether what is spoken is gRPC, and so HTTP/2 whatever the Service says
 * @param rpc what the route's annotations say of calls
 */
record BackendQuery(
        String fromKind,
        String fromNamespace,
        String group,
        String kind,
        String toNamespace,
        String name,
        int port,
        String variant,
        boolean grpc,
        RpcAnnotations rpc)
        implements Reference {

    static BackendQuery of(Route route, PortReference reference, String variant, boolean grpc) {
        return new BackendQuery(
                route.kind(),
                route.namespace(),
                reference.group(),
                reference.kind(),
                reference.namespaceFrom(route.namespace()),
                reference.name(),
                reference.port().orElse(0),
                variant,
                grpc,
                RpcAnnotations.of(route));
    }

    @Override
    public Optional<String> namespace() {
        return Optional.of(toNamespace);
    }

    /** {@code namespace/name:port}. */
    @Override
    public String toString() {
        return toNamespace + "/" + name + (port == 0 ? "" : ":" + port);
    }
}
