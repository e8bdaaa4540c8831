package dev.maneki.translate.gatewayapi;

/** Words of the API that stand in several places: names, condition types and reasons. */
final class Vocabulary {
    /** The name by which GatewayClasses ask for this gateway. */
    static final String CONTROLLER = "maneki.dev/gateway";

    static final String GROUP = "gateway.networking.k8s.io";

    static final String ACCEPTED = "Accepted";
    static final String PROGRAMMED = "Programmed";
    static final String RESOLVED_REFS = "ResolvedRefs";
    static final String CONFLICTED = "Conflicted";
    static final String PARTIALLY_INVALID = "PartiallyInvalid";

    static final String INVALID = "Invalid";
    static final String INVALID_KIND = "InvalidKind";
    static final String INVALID_PARAMETERS = "InvalidParameters";
    static final String LISTENERS_NOT_VALID = "ListenersNotValid";
    static final String REF_NOT_PERMITTED = "RefNotPermitted";
    static final String BACKEND_NOT_FOUND = "BackendNotFound";
    static final String UNSUPPORTED_PROTOCOL = "UnsupportedProtocol";
    static final String UNSUPPORTED_VALUE = "UnsupportedValue";
    static final String NO_VALID_CA_CERTIFICATE = "NoValidCACertificate";
    static final String INVALID_CA_CERTIFICATE_REF = "InvalidCACertificateRef";

    private Vocabulary() {}
}
