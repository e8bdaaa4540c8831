package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.ConfigMap;
import dev.maneki.resources.kinds.Reference;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Secret;
import dev.maneki.resources.kinds.SecretValue;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.translate.certificates.Certificates;
import dev.maneki.translate.certificates.IdentityCache;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.references.ReferenceGrants;
import dev.maneki.translate.references.Resolution;
import java.util.Optional;

/**
 * The trust anchors that {@code caCertificateRefs} refer to: the key {@code ca.crt} of a ConfigMap,
 * or where that is allowed, of a Secret.
 */
final class TrustAnchors {
    private static final String KEY = "ca.crt";

    /**
     * Who refers, and in which words it is told.
     *
     * @param kind of the referring resource
     * @param namespace of the referring resource
     * @param secrets whether a Secret may hold the anchors too
     * @param invalidKind the reason where the kind is no such
     */
    record Referrer(String kind, String namespace, boolean secrets, String invalidKind) {}

    private final Snapshot snapshot;
    private final ReferenceGrants grants;
    private final IdentityCache<Resource, String> faults;
    private final MalformedContents malformed;

    TrustAnchors(
            Snapshot snapshot,
            ReferenceGrants grants,
            IdentityCache<Resource, String> faults,
            MalformedContents malformed) {
        this.malformed = malformed;
        this.snapshot = snapshot;
        this.grants = grants;
        this.faults = faults;
    }

    /** The anchors as PEM. */
    Resolution<String> resolve(Referrer referrer, Reference reference) {
        if (!grants.permit(referrer.kind, referrer.namespace, reference)) {
            return Resolution.refused(
                    Vocabulary.REF_NOT_PERMITTED,
                    ReferenceGrants.refusal(referrer.kind, referrer.namespace, reference));
        }
        boolean configMap = reference.refersTo("", "ConfigMap");
        if (!configMap && !(referrer.secrets && reference.refersTo("", "Secret"))) {
            return Resolution.refused(
                    referrer.invalidKind,
                    "CA certificates are read from a ConfigMap, not from "
                            + Kinds.describe(reference.group(), reference.kind()));
        }
        String namespace = reference.namespaceFrom(referrer.namespace);
        String named = reference.kind() + " " + namespace + "/" + reference.name();
        Optional<? extends Resource> holder =
                configMap
                        ? snapshot.find(ConfigMap.class, namespace, reference.name())
                        : snapshot.find(Secret.class, namespace, reference.name());
        if (holder.isEmpty()) {
            return refused(
                    Missing.message(snapshot, reference.kind(), namespace, reference.name()));
        }
        Optional<String> pem = anchors(holder.get());
        if (pem.isEmpty()) {
            return refused(named + " has no key " + KEY);
        }
        String fault = faults.get(holder.get(), key -> Certificates.faultOfAnchors(pem.get()));
        if (fault.isEmpty()) {
            return Resolution.found(pem.get());
        }
        malformed.add(holder.get(), KEY, fault);
        return refused(KEY + " of " + named + ": " + fault);
    }

    private static Resolution<String> refused(String message) {
        return new Resolution.Refused<>(new Fault(Vocabulary.INVALID_CA_CERTIFICATE_REF, message));
    }

    private static Optional<String> anchors(Resource holder) {
        if (holder instanceof Secret secret) {
            return secret.value(KEY).map(SecretValue::text);
        }
        if (holder instanceof ConfigMap map) {
            return Optional.ofNullable(map.data().get(KEY))
                    .or(
                            () ->
                                    Optional.ofNullable(map.binaryData().get(KEY))
                                            .map(SecretValue::text));
        }
        return Optional.empty();
    }
}
