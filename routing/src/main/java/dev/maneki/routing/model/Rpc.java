package dev.maneki.routing.model;

import java.util.Optional;

/**
 * What calls a backend understands. Those that come in another protocol are translated.
 *
 * @param protocol what it speaks
 * @param schema what its messages are, where somebody has said so; else it is asked
 */
public record Rpc(Protocol protocol, Optional<Schema> schema) {
    /** Speaks gRPC; asked for its schema. */
    public static final Rpc GRPC = new Rpc(Protocol.GRPC, Optional.empty());

    /** Protocols of backends. */
    public enum Protocol {
        /** {@code appProtocol: grpc}, and every backend of a GRPCRoute. */
        GRPC("grpc"),
        /** {@code appProtocol: maneki.dev/connect}. */
        CONNECT("connect");

        private final String title;

        Protocol(String title) {
            this.title = title;
        }

        /** As people write it. */
        public String title() {
            return title;
        }
    }

    /**
     * Descriptors that somebody has given.
     *
     * @param source where they stand, for messages: {@code ConfigMap namespace/name}
     * @param descriptors a {@code google.protobuf.FileDescriptorSet} with all that it imports,
     *     serialized, in base64
     */
    public record Schema(String source, String descriptors) {}
}
