package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerProtocol;
import dev.maneki.connect.protocol.ServerSettings;

/** Serves callers that speak gRPC, or gRPC-Web in its binary or text form. Thread-safe. */
public final class GrpcServerProtocol implements ServerProtocol {
    /** gRPC. */
    public static final GrpcServerProtocol GRPC = new GrpcServerProtocol(Protocol.GRPC);

    /** gRPC-Web. */
    public static final GrpcServerProtocol GRPC_WEB = new GrpcServerProtocol(Protocol.GRPC_WEB);

    private final Protocol protocol;

    private GrpcServerProtocol(Protocol protocol) {
        this.protocol = protocol;
    }

    @Override
    public Protocol protocol() {
        return protocol;
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code te: trailers} is not asked for: it is there to find proxies that drop trailers, and
     * the caller finds those without us.
     */
    @Override
    public boolean accepts(HttpRequest request) {
        if (!request.method().equals("POST")) {
            return false;
        }
        GrpcContentType type = GrpcContentType.parse(request.fields().get(GrpcFields.CONTENT_TYPE));
        return type != null && type.flavor().protocol() == protocol;
    }

    @Override
    public ServerExchange open(HttpServerStream stream, ServerSettings settings) {
        return new GrpcServerExchange(
                stream, settings, GrpcRequestHead.read(stream.request(), protocol, settings));
    }
}
