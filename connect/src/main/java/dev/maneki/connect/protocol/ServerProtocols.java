package dev.maneki.connect.protocol;

import dev.maneki.connect.protocol.connect.ConnectServerProtocol;
import dev.maneki.connect.protocol.grpc.GrpcServerProtocol;
import java.util.List;

/** The protocols that are served. */
public final class ServerProtocols {
    /** All there are. */
    public static final List<ServerProtocol> ALL =
            List.of(
                    ConnectServerProtocol.INSTANCE,
                    GrpcServerProtocol.GRPC,
                    GrpcServerProtocol.GRPC_WEB);

    private ServerProtocols() {}
}
