package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.ObjectReference;
import dev.maneki.routing.model.ListenerTls.ClientValidation;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether and how an HTTPS listener asks clients for certificates ({@code tls.frontend}). */
final class ClientValidations {
    /**
     * What there is for one listener.
     *
     * @param validation absent where clients are not asked, and where no anchor can be used
     * @param refusal why the listener cannot be served: serving it unvalidated would let everyone
     *     in
     * @param faults of single references
     */
    record Outcome(
            Optional<ClientValidation> validation, Optional<Fault> refusal, List<Fault> faults) {
        static final Outcome NONE = new Outcome(Optional.empty(), Optional.empty(), List.of());
    }

    private final TrustAnchors anchors;

    ClientValidations(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    /** For the HTTPS listeners of this port. */
    Outcome forPort(Gateway gateway, int port, List<Problem> problems) {
        Optional<Gateway.FrontendTLS> frontend =
                gateway.spec().tls().flatMap(Gateway.GatewayTLS::frontend);
        if (frontend.isEmpty()) {
            return Outcome.NONE;
        }
        return frontend.get()
                .forPort(port)
                .validation()
                .map(validation -> resolve(gateway, port, validation, problems))
                .orElse(Outcome.NONE);
    }

    private Outcome resolve(
            Gateway gateway,
            int port,
            Gateway.ClientValidation validation,
            List<Problem> problems) {
        TrustAnchors.Referrer referrer =
                new TrustAnchors.Referrer(
                        "Gateway", gateway.namespace(), false, "InvalidCACertificateKind");
        StringBuilder pem = new StringBuilder();
        List<Fault> faults = new ArrayList<>();
        List<ObjectReference> references = validation.caCertificateRefs();
        for (int i = 0; i < references.size(); i++) {
            switch (anchors.resolve(referrer, references.get(i))) {
                case Resolution.Found<String>(String found) -> pem.append(found).append('\n');
                case Resolution.Refused<String>(Fault fault) -> {
                    faults.add(fault);
                    String field = field(gateway, port) + ".caCertificateRefs[" + i + "]";
                    Problem problem = Problem.warning(gateway, field, fault.message());
                    // Every listener of the port finds it again.
                    if (!problems.contains(problem)) {
                        problems.add(problem);
                    }
                }
            }
        }
        if (pem.isEmpty()) {
            Fault none =
                    new Fault(
                            Vocabulary.NO_VALID_CA_CERTIFICATE,
                            "clients cannot be validated, as no CA certificate can be used");
            return new Outcome(Optional.empty(), Optional.of(none), faults);
        }
        boolean fallback =
                validation.mode() == Gateway.ClientValidationMode.ALLOW_INSECURE_FALLBACK;
        return new Outcome(
                Optional.of(new ClientValidation(pem.toString(), fallback)),
                Optional.empty(),
                faults);
    }

    private static String field(Gateway gateway, int port) {
        List<Gateway.PortTLS> perPort =
                gateway.spec()
                        .tls()
                        .flatMap(Gateway.GatewayTLS::frontend)
                        .map(Gateway.FrontendTLS::perPort)
                        .orElse(List.of());
        for (int i = 0; i < perPort.size(); i++) {
            if (perPort.get(i).port() == port) {
                return "spec.tls.frontend.perPort[" + i + "].tls.validation";
            }
        }
        return "spec.tls.frontend.default.validation";
    }

    /** Whether anywhere in the Gateway clients without a valid certificate come in all the same. */
    static boolean insecureFallback(Gateway gateway) {
        Optional<Gateway.FrontendTLS> frontend =
                gateway.spec().tls().flatMap(Gateway.GatewayTLS::frontend);
        return frontend.isPresent()
                && (insecure(frontend.get().byDefault())
                        || frontend.get().perPort().stream()
                                .anyMatch(each -> insecure(each.tls())));
    }

    private static boolean insecure(Gateway.ClientTLS tls) {
        return tls.validation()
                .map(Gateway.ClientValidation::mode)
                .filter(mode -> mode == Gateway.ClientValidationMode.ALLOW_INSECURE_FALLBACK)
                .isPresent();
    }
}
