package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.Gateway;
import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import java.util.List;
import java.util.Optional;

/**
 * What a Gateway amounts to by itself, before other Gateways and routes are looked at.
 *
 * @param gateway the resource
 * @param refusal why it is not {@code Accepted}
 * @param addresses the IP addresses to bind, with one empty text for every address of the machine
 * @param addressFault why an address it asks for cannot be used
 * @param settings what its parameters set
 * @param clientCertificate what it shows to backends
 * @param unresolved why its own references are not {@code ResolvedRefs}
 * @param insecureFallback whether clients without a valid certificate come in somewhere
 * @param listeners in the order written
 * @param problems found on the way
 */
record GatewayPlan(
        Gateway gateway,
        Optional<Fault> refusal,
        List<String> addresses,
        Optional<Fault> addressFault,
        GatewaySettings settings,
        Optional<Certificate> clientCertificate,
        Optional<Fault> unresolved,
        boolean insecureFallback,
        List<ListenerPlan> listeners,
        List<Problem> problems) {

    ResourceId id() {
        return gateway.id();
    }

    /** Tells the backends that are reached with this Gateway's client certificate from others. */
    String variant() {
        return clientCertificate.isPresent() ? gateway.namespace() + "/" + gateway.name() : "";
    }
}
