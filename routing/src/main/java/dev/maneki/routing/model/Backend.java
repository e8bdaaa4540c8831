package dev.maneki.routing.model;

import java.util.Optional;

/**
 * A backend: one pool of endpoints, reached in one way.
 *
 * @param id which one
 * @param protocol what is spoken to it
 * @param tls how TLS is spoken to it, if it is
 * @param source where its endpoints come from
 */
public record Backend(
        BackendId id, Protocol protocol, Optional<BackendTls> tls, EndpointSource source) {
    /** What is spoken to a backend, by its {@code appProtocol}. */
    public enum Protocol {
        /** HTTP/1.1; over TLS, HTTP/2 where ALPN agrees. */
        HTTP1,
        /**
         * HTTP/2: with prior knowledge in the clear ({@code kubernetes.io/h2c}), by ALPN over TLS;
         * every GRPCRoute.
         */
        HTTP2,
        /** HTTP/1.1 only, also over TLS: {@code kubernetes.io/ws} and {@code wss}. */
        WEBSOCKET
    }

    /** Where endpoints come from. */
    public sealed interface EndpointSource {
        /** {@link EndpointTable#endpoints(ServicePort)}. */
        record Slices(ServicePort service) implements EndpointSource {}

        /** A name to resolve, or an IP address, of a Service of {@code type: ExternalName}. */
        record External(String host, int port) implements EndpointSource {}
    }
}
