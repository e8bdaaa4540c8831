package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import dev.maneki.routing.model.Port;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.ResourceStatus.RouteKind;
import java.util.List;
import java.util.Optional;

/**
 * What a listener amounts to by itself, before other listeners and routes are looked at.
 *
 * @param id which one
 * @param port its number
 * @param hostname which hosts are its own
 * @param protocol what is spoken; absent where this gateway cannot speak it
 * @param allowed which namespaces its routes may come from
 * @param supportedKinds the kinds of routes it takes
 * @param tls how TLS is terminated; absent without TLS, and where no certificate can be used
 * @param refusal why it is not {@code Accepted}
 * @param unresolved why its references are not {@code ResolvedRefs}
 */
record ListenerPlan(
        ListenerId id,
        int port,
        Hostname hostname,
        Optional<Port.Protocol> protocol,
        Gateway.RouteNamespaces allowed,
        List<RouteKind> supportedKinds,
        Optional<ListenerTls> tls,
        Optional<Fault> refusal,
        Optional<Fault> unresolved) {

    /** Whether it could be served, if no other listener is in its way. */
    boolean programmable() {
        return refusal.isEmpty()
                && protocol.isPresent()
                && (protocol.get() == Port.Protocol.HTTP || tls.isPresent());
    }
}
