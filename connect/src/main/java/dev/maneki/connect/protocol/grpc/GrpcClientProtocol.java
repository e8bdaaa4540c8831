package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientProtocol;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.RequestMeta;

/** Calls callees that speak gRPC, or gRPC-Web in its binary form. Thread-safe. */
public final class GrpcClientProtocol implements ClientProtocol {
    /** gRPC. */
    public static final GrpcClientProtocol GRPC = new GrpcClientProtocol(GrpcFlavor.GRPC);

    /** gRPC-Web. */
    public static final GrpcClientProtocol GRPC_WEB = new GrpcClientProtocol(GrpcFlavor.WEB);

    private final GrpcFlavor flavor;

    private GrpcClientProtocol(GrpcFlavor flavor) {
        this.flavor = flavor;
    }

    @Override
    public Protocol protocol() {
        return flavor.protocol();
    }

    @Override
    public ClientExchange open(
            HttpRequest target, RequestMeta request, MethodKind kind, ClientSettings settings) {
        HttpRequest head = GrpcCallHead.of(flavor, target, request, settings.userAgent());
        return new GrpcClientExchange(flavor, head, request, settings);
    }
}
