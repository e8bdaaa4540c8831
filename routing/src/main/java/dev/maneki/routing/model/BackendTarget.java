package dev.maneki.routing.model;

/** Where a backend reference leads. */
public sealed interface BackendTarget {
    /** To a backend of {@link RoutingModel#backends()}. */
    record Resolved(BackendId backend) implements BackendTarget {}

    /**
     * Nowhere: its share of requests is answered with 500, as the API demands.
     *
     * @param reference what was written, {@code namespace/name:port}
     * @param reason the condition's reason: {@code BackendNotFound}, {@code RefNotPermitted},
     *     {@code InvalidKind}, …
     * @param message the same for a person
     */
    record Unresolved(String reference, String reason, String message) implements BackendTarget {}
}
