package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.BackendTLSPolicy;
import dev.maneki.resources.kinds.LocalObjectReference;
import dev.maneki.routing.model.BackendTls;
import dev.maneki.routing.model.BackendTls.SubjectAltName;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Works out what a BackendTLSPolicy amounts to by itself. */
final class BackendTlsPlanner {
    private final TrustAnchors anchors;

    BackendTlsPlanner(TrustAnchors anchors) {
        this.anchors = anchors;
    }

    BackendTlsPolicies.Plan plan(BackendTLSPolicy policy, List<Problem> problems) {
        Optional<String> wellKnown = policy.spec().validation().wellKnownCACertificates();
        if (wellKnown.isPresent()) {
            return wellKnown(policy, wellKnown.get(), problems);
        }
        StringBuilder pem = new StringBuilder();
        List<Fault> faults = new ArrayList<>();
        List<LocalObjectReference> references = policy.spec().validation().caCertificateRefs();
        TrustAnchors.Referrer referrer =
                new TrustAnchors.Referrer(
                        "BackendTLSPolicy", policy.namespace(), true, Vocabulary.INVALID_KIND);
        for (int i = 0; i < references.size(); i++) {
            switch (anchors.resolve(referrer, references.get(i))) {
                case Resolution.Found<String>(String found) -> pem.append(found).append('\n');
                case Resolution.Refused<String>(Fault fault) -> {
                    faults.add(fault);
                    problems.add(
                            Problem.warning(
                                    policy,
                                    "spec.validation.caCertificateRefs[" + i + "]",
                                    fault.message()));
                }
            }
        }
        Optional<Fault> unresolved = Fault.join(faults);
        if (pem.isEmpty()) {
            // Never plaintext instead: whoever wrote the policy counts on TLS.
            String message = unresolved.map(Fault::message).orElse("no CA certificate is given");
            return new BackendTlsPolicies.Plan(
                    policy,
                    Optional.empty(),
                    Optional.of(new Fault(Vocabulary.NO_VALID_CA_CERTIFICATE, message)),
                    unresolved);
        }
        return new BackendTlsPolicies.Plan(
                policy,
                Optional.of(tls(policy, Optional.of(pem.toString()))),
                Optional.empty(),
                unresolved);
    }

    private static BackendTlsPolicies.Plan wellKnown(
            BackendTLSPolicy policy, String name, List<Problem> problems) {
        if (name.equals("System")) {
            return new BackendTlsPolicies.Plan(
                    policy,
                    Optional.of(tls(policy, Optional.empty())),
                    Optional.empty(),
                    Optional.empty());
        }
        String message = "wellKnownCACertificates '" + name + "' is not known; System is";
        problems.add(Problem.error(policy, "spec.validation.wellKnownCACertificates", message));
        return new BackendTlsPolicies.Plan(
                policy,
                Optional.empty(),
                Optional.of(new Fault(Vocabulary.INVALID, message)),
                Optional.empty());
    }

    private static BackendTls tls(BackendTLSPolicy policy, Optional<String> caCertificates) {
        BackendTLSPolicy.Validation validation = policy.spec().validation();
        List<SubjectAltName> names = new ArrayList<>();
        for (BackendTLSPolicy.SubjectAltName name : validation.subjectAltNames()) {
            names.add(
                    switch (name.type()) {
                        case HOSTNAME -> new SubjectAltName.Dns(name.hostname().orElse(""));
                        case URI -> new SubjectAltName.Uri(name.uri().orElse(""));
                    });
        }
        return new BackendTls(validation.hostname(), caCertificates, names, Optional.empty());
    }
}
