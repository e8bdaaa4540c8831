package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Protocol;

/** How gRPC is framed. */
public enum GrpcFlavor {
    /** Trailers are HTTP's. */
    GRPC("application/grpc", Protocol.GRPC),
    /** Trailers are the body's last envelope. */
    WEB("application/grpc-web", Protocol.GRPC_WEB),
    /** As {@link #WEB}, and all of the body is base64. */
    WEB_TEXT("application/grpc-web-text", Protocol.GRPC_WEB);

    private final String mediaType;
    private final Protocol protocol;

    GrpcFlavor(String mediaType, Protocol protocol) {
        this.mediaType = mediaType;
        this.protocol = protocol;
    }

    /** The media type without a codec. */
    String mediaType() {
        return mediaType;
    }

    /** The protocol it is a framing of. */
    public Protocol protocol() {
        return protocol;
    }

    /** Whether trailers are in the body. */
    boolean web() {
        return this != GRPC;
    }
}
