package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.SecretReference;
import dev.maneki.routing.model.Certificate;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What an HTTPS listener shows to clients ({@code listeners[].tls}). */
final class ServerCertificates {
    private static final String INVALID_CERTIFICATE_REF = "InvalidCertificateRef";

    /** Of {@code tls.options}: the lowest version of TLS, {@code 1.2} (the default) or 1.3. */
    private static final String MINIMUM_VERSION = "maneki.dev/tls-minimum-version";

    private static final String OWN_PREFIX = "maneki.dev/";

    /**
     * What there is for one listener.
     *
     * @param certificates those that can be used
     * @param minimumVersion as the model has it
     * @param refusal why the listener is not accepted
     * @param faults of single references
     */
    record Outcome(
            List<Certificate> certificates,
            String minimumVersion,
            Optional<Fault> refusal,
            List<Fault> faults) {}

    private final CertificateReferences references;

    ServerCertificates(CertificateReferences references) {
        this.references = references;
    }

    Outcome resolve(
            Gateway gateway, Gateway.Listener listener, String field, List<Problem> problems) {
        List<Certificate> certificates = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        List<SecretReference> wanted =
                listener.tls().map(Gateway.ListenerTLS::certificateRefs).orElse(List.of());
        for (int i = 0; i < wanted.size(); i++) {
            switch (references.resolve(gateway, wanted.get(i), INVALID_CERTIFICATE_REF)) {
                case Resolution.Found<Certificate>(Certificate value) -> certificates.add(value);
                case Resolution.Refused<Certificate>(Fault fault) -> {
                    faults.add(fault);
                    problems.add(
                            Problem.warning(
                                    gateway,
                                    field + ".tls.certificateRefs[" + i + "]",
                                    fault.message()));
                }
            }
        }
        if (wanted.isEmpty()) {
            Fault none =
                    new Fault(INVALID_CERTIFICATE_REF, "an HTTPS listener needs certificateRefs");
            faults.add(none);
            problems.add(Problem.error(gateway, field + ".tls", none.message()));
        }
        Map<String, String> options =
                listener.tls().map(Gateway.ListenerTLS::options).orElse(Map.of());
        Optional<Fault> refusal = refusal(listener, options);
        refusal.ifPresent(
                fault -> problems.add(Problem.error(gateway, field + ".tls", fault.message())));
        String version = "TLSv" + options.getOrDefault(MINIMUM_VERSION, "1.2");
        return new Outcome(List.copyOf(certificates), version, refusal, faults);
    }

    private static Optional<Fault> refusal(Gateway.Listener listener, Map<String, String> options) {
        List<Fault> faults = new ArrayList<>();
        boolean passthrough =
                listener.tls().filter(tls -> tls.mode() == Gateway.TLSMode.PASSTHROUGH).isPresent();
        if (passthrough) {
            faults.add(unsupported("mode Passthrough is for protocol TLS; HTTPS is terminated"));
        }
        new TreeMap<>(options)
                .forEach(
                        (key, value) -> {
                            if (key.equals(MINIMUM_VERSION)) {
                                if (!value.equals("1.2") && !value.equals("1.3")) {
                                    faults.add(
                                            unsupported(
                                                    key + " is 1.2 or 1.3, not '" + value + "'"));
                                }
                            } else if (key.startsWith(OWN_PREFIX)) {
                                faults.add(
                                        unsupported(
                                                "option '"
                                                        + key
                                                        + "' is not known; "
                                                        + MINIMUM_VERSION
                                                        + " is"));
                            }
                        });
        return Fault.join(faults);
    }

    private static Fault unsupported(String message) {
        return new Fault(Vocabulary.UNSUPPORTED_VALUE, message);
    }
}
