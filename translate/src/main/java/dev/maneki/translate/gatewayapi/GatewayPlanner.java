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
    GatewayPlan plan(Gateway gateway, GatewayClasses.Verdict verdict) {
        List<Problem> problems = new ArrayList<>();
        Addresses addresses = Addresses.of(gateway, problems);
        Resolution<GatewaySettings> settings = settings(gateway, verdict, problems);
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
                insecureFallback(gateway),
                List.copyOf(plans),
                List.copyOf(problems));
    }

    private Resolution<GatewaySettings> settings(
            Gateway gateway, GatewayClasses.Verdict verdict, List<Problem> problems) {
        Parameters defaults =
                switch (verdict) {
                    case GatewayClasses.Verdict.Ours(Parameters value) -> value;
                    case GatewayClasses.Verdict.Foreign() -> Parameters.NONE;
                    case GatewayClasses.Verdict.Broken(Fault fault) -> {
                        String message =
                                "GatewayClass "
                                        + gateway.spec().gatewayClassName()
                                        + ": "
                                        + fault.message();
                        problems.add(Problem.warning(gateway, "spec.gatewayClassName", message));
                        yield null;
                    }
                };
        return Resolution.refused("", "");
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

    private static boolean insecureFallback(Gateway gateway) {
        return false;
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
