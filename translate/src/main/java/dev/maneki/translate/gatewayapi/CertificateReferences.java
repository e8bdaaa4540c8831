package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.Secret;
import dev.maneki.resources.kinds.SecretReference;
import dev.maneki.resources.kinds.SecretValue;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Certificate;
import dev.maneki.translate.certificates.Certificates;
import dev.maneki.translate.certificates.IdentityCache;
import dev.maneki.translate.references.ReferenceGrants;
import dev.maneki.translate.references.Resolution;
import java.util.Optional;

/** The certificates with keys that Gateways refer to: Secrets of type {@code kubernetes.io/tls}. */
final class CertificateReferences {
    private static final String CHAIN = "tls.crt";
    private static final String KEY = "tls.key";

    private final Snapshot snapshot;
    private final ReferenceGrants grants;
    private final IdentityCache<Secret, String> faults;

    CertificateReferences(
            Snapshot snapshot, ReferenceGrants grants, IdentityCache<Secret, String> faults) {
        this.snapshot = snapshot;
        this.grants = grants;
        this.faults = faults;
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
            return Resolution.refused(invalidReason, "there is no Secret " + name);
        }
        String fault = faults.get(secret.get(), CertificateReferences::faultOf);
        if (!fault.isEmpty()) {
            return Resolution.refused(invalidReason, "Secret " + name + ": " + fault);
        }
        return Resolution.found(
                new Certificate(name, text(secret.get(), CHAIN), text(secret.get(), KEY)));
    }

    private static String faultOf(Secret secret) {
        // Opaque Secrets with the two keys are in use everywhere; the keys decide, not the type.
        for (String key : new String[] {CHAIN, KEY}) {
            if (secret.value(key).isEmpty()) {
                return "it has no " + key + ", as a Secret of type " + Secret.TLS + " has";
            }
        }
        return Certificates.faultOfPair(text(secret, CHAIN), text(secret, KEY));
    }

    private static String text(Secret secret, String key) {
        return secret.value(key).map(SecretValue::text).orElse("");
    }
}
