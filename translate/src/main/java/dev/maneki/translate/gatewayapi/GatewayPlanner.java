package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.routing.model.Certificate;
import dev.maneki.routing.model.GatewaySettings;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out what a Gateway amounts to by itself. */
final class GatewayPlanner {
    private final ParameterReferences parameters;
    private final CertificateReferences certificates;
    private final ListenerPlanner listeners;

    GatewayPlanner(
            ParameterReferences parameters,
            CertificateReferences certificates,
            ListenerPlanner listeners) {
        this.parameters = parameters;
        this.certificates = certificates;
        this.listeners = listeners;
    }

    /** The plan of a Gateway of ours. */
    GatewayPlan plan(Gateway gateway, Resolution<Parameters> defaults) {
        List<Problem> problems = new ArrayList<>();
        Addresses addresses = Addresses.of(gateway, problems);
        Resolution<GatewaySettings> settings = settings(gateway, defaults, problems);
        Optional<Fault> refusal = addresses.unsupported();
        if (settings instanceof Resolution.Refused<GatewaySettings>(Fault fault)) {
            refusal = Optional.of(fault);
        }
        Optional<Resolution<Certificate>> client = clientCertificate(gateway, problems);
        List<ListenerPlan> plans = new ArrayList<>();
        for (int i = 0; i < gateway.spec().listeners().size(); i++) {
            plans.add(listeners.plan(gateway, i, problems));
        }
        return new GatewayPlan(
                gateway,
                refusal,
                addresses.toBind(),
                addresses.unusable(),
                settings instanceof Resolution.Found<GatewaySettings>(GatewaySettings value)
                        ? value
                        : GatewaySettings.DEFAULT,
                client.flatMap(GatewayPlanner::value),
                client.flatMap(GatewayPlanner::fault),
                ClientValidations.insecureFallback(gateway),
                List.copyOf(plans),
                List.copyOf(problems));
    }

    private Resolution<GatewaySettings> settings(
            Gateway gateway, Resolution<Parameters> defaults, List<Problem> problems) {
        if (defaults instanceof Resolution.Refused<Parameters>(Fault fault)) {
            String message =
                    "GatewayClass " + gateway.spec().gatewayClassName() + ": " + fault.message();
            problems.add(Problem.warning(gateway, "spec.gatewayClassName", message));
            return Resolution.refused(fault.reason(), message);
        }
        Resolution<Parameters> own =
                gateway.spec()
                        .infrastructure()
                        .flatMap(Gateway.Infrastructure::parametersRef)
                        .map(reference -> parameters.ofGateway(reference, gateway.namespace()))
                        .orElse(Resolution.found(Parameters.NONE));
        return switch (own) {
            case Resolution.Found<Parameters>(Parameters value) ->
                    Resolution.found(value.over(value(defaults).orElse(Parameters.NONE)));
            case Resolution.Refused<Parameters>(Fault fault) -> {
                problems.add(
                        Problem.error(
                                gateway, "spec.infrastructure.parametersRef", fault.message()));
                yield new Resolution.Refused<>(fault);
            }
        };
    }

    private Optional<Resolution<Certificate>> clientCertificate(
            Gateway gateway, List<Problem> problems) {
        return gateway.spec()
                .tls()
                .flatMap(Gateway.GatewayTLS::backend)
                .flatMap(Gateway.BackendTLS::clientCertificateRef)
                .map(
                        reference -> {
                            Resolution<Certificate> resolved =
                                    certificates.resolve(
                                            gateway, reference, "InvalidClientCertificateRef");
                            if (resolved instanceof Resolution.Refused<Certificate>(Fault fault)) {
                                problems.add(
                                        Problem.warning(
                                                gateway,
                                                "spec.tls.backend.clientCertificateRef",
                                                fault.message()));
                            }
                            return resolved;
                        });
    }

    private static <T> Optional<T> value(Resolution<T> resolution) {
        return resolution instanceof Resolution.Found<T>(T value)
                ? Optional.of(value)
                : Optional.empty();
    }

    private static <T> Optional<Fault> fault(Resolution<T> resolution) {
        return resolution instanceof Resolution.Refused<T>(Fault fault)
                ? Optional.of(fault)
                : Optional.empty();
    }
}
