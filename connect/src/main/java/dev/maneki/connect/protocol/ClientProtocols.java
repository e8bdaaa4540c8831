package dev.maneki.connect.protocol;

import dev.maneki.connect.Protocol;
import dev.maneki.connect.protocol.connect.ConnectClientProtocol;
import dev.maneki.connect.protocol.grpc.GrpcClientProtocol;
import java.util.List;

/** The protocols in which calls are made. */
public final class ClientProtocols {
    private static final List<ClientProtocol> ALL =
            List.of(
                    ConnectClientProtocol.INSTANCE,
                    GrpcClientProtocol.GRPC,
                    GrpcClientProtocol.GRPC_WEB);

    private ClientProtocols() {}

    /** How that protocol is spoken. */
    public static ClientProtocol of(Protocol protocol) {
        for (ClientProtocol known : ALL) {
            if (known.protocol() == protocol) {
                return known;
            }
        }
        throw new IllegalArgumentException("no calls can be made in " + protocol.wireName());
    }
}
