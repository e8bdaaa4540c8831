package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.Secret;
import dev.maneki.resources.kinds.SecretReference;
import dev.maneki.resources.kinds.SecretValue;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Certificate;
import dev.maneki.translate.certificates.Certificates;
import dev.maneki.translate.certificates.IdentityCache;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.references.ReferenceGrants;
import dev.maneki.translate.references.Resolution;
import java.util.List;
import java.util.Optional;

/** The certificates with keys that Gateways refer to: Secrets of type {@code kubernetes.io/tls}. */
final class CertificateReferences {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";

    private final Snapshot snapshot;
    private final ReferenceGrants grants;
    private final IdentityCache<Secret, Optional<Certificates.PairFault>> faults;
    private final MalformedContents malformed;

    CertificateReferences(
            Snapshot snapshot,
            ReferenceGrants grants,
            IdentityCache<Secret, Optional<Certificates.PairFault>> faults,
            MalformedContents malformed) {
        this.snapshot = snapshot;
        this.grants = grants;
        this.faults = faults;
        this.malformed = malformed;
    }

    /**
     * The certificate referred to.
     *
     * @param invalidReason the condition's reason where the Secret is missing or malformed
     */
    Resolution<Certificate> resolve(
            Gateway gateway, SecretReference reference, String invalidReason) {
        // Permission comes first: whether a Secret of another namespace exists is not for telling.
        if (!grants.permit("Gateway", gateway.namespace(), reference)) {
            return Resolution.refused(
                    Vocabulary.REF_NOT_PERMITTED,
                    ReferenceGrants.refusal("Gateway", gateway.namespace(), reference));
        }
        if (!reference.refersTo("", "Secret")) {
            return Resolution.refused(
                    invalidReason,
                    "a certificate is read from a Secret, not from "
                            + Kinds.describe(reference.group(), reference.kind()));
        }
        String name = reference.namespaceFrom(gateway.namespace()) + "/" + reference.name();
        Optional<Secret> secret =
                snapshot.find(
                        Secret.class,
                        reference.namespaceFrom(gateway.namespace()),
                        reference.name());
        if (secret.isEmpty()) {
            return Resolution.refused(
                    invalidReason,
                    Missing.message(
                            snapshot,
                            "Secret",
                            reference.namespaceFrom(gateway.namespace()),
                            reference.name()));
        }
        for (String key : List.of(CHAIN, KEY)) {
            // Opaque Secrets with the two keys are in use everywhere; the keys decide, not the
            // type.
            if (secret.get().value(key).isEmpty()) {
                return Resolution.refused(
                        invalidReason,
                        "Secret "
                                + name
                                + ": it has no "
                                + key
                                + ", as a Secret of type "
                                + Secret.TLS
                                + " has");
            }
        }
        Optional<Certificates.PairFault> fault =
                faults.get(secret.get(), CertificateReferences::faultOf);
        if (fault.isPresent()) {
            String key = fault.get().ofKey() ? KEY : CHAIN;
            malformed.add(secret.get(), key, fault.get().message());
            return Resolution.refused(
                    invalidReason, "Secret " + name + ": " + key + ": " + fault.get().message());
        }
        return Resolution.found(
                new Certificate(name, text(secret.get(), CHAIN), text(secret.get(), KEY)));
    }

    private static Optional<Certificates.PairFault> faultOf(Secret secret) {
        return Certificates.faultOfPair(text(secret, CHAIN), text(secret, KEY));
    }

    private static String text(Secret secret, String key) {
        return secret.value(key).map(SecretValue::text).orElse("");
    }
}
