package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.routing.model.Port;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.ResourceStatus.RouteKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The kinds of routes that a listener takes: those of its protocol, narrowed by {@code
 * allowedRoutes.kinds}.
 *
 * @param fault where it allows a kind that cannot be
 */
record SupportedKinds(List<RouteKind> kinds, Optional<Fault> fault) {
    private static final List<RouteKind> OF_HTTP =
            List.of(
                    new RouteKind(Vocabulary.GROUP, "HTTPRoute"),
                    new RouteKind(Vocabulary.GROUP, "GRPCRoute"));

    static SupportedKinds of(
            Gateway gateway,
            String field,
            Optional<Port.Protocol> protocol,
            Gateway.AllowedRoutes allowed,
            List<Problem> problems) {
        List<RouteKind> ofProtocol = protocol.isPresent() ? OF_HTTP : List.of();
        if (allowed.kinds().isEmpty() || protocol.isEmpty()) {
            return new SupportedKinds(ofProtocol, Optional.empty());
        }
        List<RouteKind> kinds = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < allowed.kinds().size(); i++) {
            Gateway.RouteGroupKind wanted = allowed.kinds().get(i);
            RouteKind kind = new RouteKind(wanted.group(), wanted.kind());
            if (!ofProtocol.contains(kind)) {
                String message =
                        Kinds.describe(wanted.group(), wanted.kind())
                                + " cannot be attached to a listener of protocol "
                                + protocol.get();
                faults.add(new Fault("InvalidRouteKinds", message));
                problems.add(
                        Problem.warning(
                                gateway, field + ".allowedRoutes.kinds[" + i + "]", message));
            } else if (!kinds.contains(kind)) {
                kinds.add(kind);
            }
        }
        return new SupportedKinds(List.copyOf(kinds), Fault.join(faults));
    }
}
