package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.ListenerTls;
import dev.maneki.routing.model.Port;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out what a listener amounts to by itself. */
final class ListenerPlanner {
    private final ServerCertificates serverCertificates;
    private final ClientValidations clientValidations;

    ListenerPlanner(ServerCertificates serverCertificates, ClientValidations clientValidations) {
        this.serverCertificates = serverCertificates;
        this.clientValidations = clientValidations;
    }

    ListenerPlan plan(Gateway gateway, int index, List<Problem> problems) {
        Gateway.Listener listener = gateway.spec().listeners().get(index);
        String field = "spec.listeners[" + index + "]";
        Optional<Port.Protocol> protocol = protocol(listener.protocol());
        List<Fault> unresolved = new ArrayList<>();
        SupportedKinds kinds =
                SupportedKinds.of(gateway, field, protocol, listener.allowedRoutes(), problems);
        kinds.fault().ifPresent(unresolved::add);
        Optional<Fault> refusal = Optional.empty();
        Optional<ListenerTls> tls = Optional.empty();
        if (protocol.isEmpty()) {
            refusal =
                    Optional.of(
                            new Fault(
                                    Vocabulary.UNSUPPORTED_PROTOCOL,
                                    "protocol "
                                            + listener.protocol()
                                            + " is not served; HTTP and HTTPS are"));
            problems.add(Problem.warning(gateway, field + ".protocol", refusal.get().message()));
        } else if (protocol.get() == Port.Protocol.HTTPS) {
            ServerCertificates.Outcome server =
                    serverCertificates.resolve(gateway, listener, field, problems);
            ClientValidations.Outcome client =
                    clientValidations.forPort(gateway, listener.port(), problems);
            unresolved.addAll(server.faults());
            unresolved.addAll(client.faults());
            refusal = server.refusal().or(client::refusal);
            if (refusal.isEmpty() && !server.certificates().isEmpty()) {
                tls =
                        Optional.of(
                                new ListenerTls(
                                        server.certificates(),
                                        client.validation(),
                                        server.minimumVersion()));
            }
        }
        return new ListenerPlan(
                new ListenerId(gateway.namespace(), gateway.name(), listener.name()),
                listener.port(),
                Hostname.of(listener.hostname().orElse("")),
                protocol,
                listener.allowedRoutes().namespaces(),
                kinds.kinds(),
                tls,
                refusal,
                Fault.join(unresolved));
    }

    private static Optional<Port.Protocol> protocol(String text) {
        return switch (text) {
            case "HTTP" -> Optional.of(Port.Protocol.HTTP);
            case "HTTPS" -> Optional.of(Port.Protocol.HTTPS);
            default -> Optional.empty();
        };
    }
}
