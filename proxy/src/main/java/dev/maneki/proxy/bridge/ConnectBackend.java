package dev.maneki.proxy.bridge;

import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Rpc;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How gRPC calls reach a backend that speaks Connect. Immutable, thread-safe. */
public final class ConnectBackend {
    private final SchemaSource.@Nullable Kinds kinds;

    private ConnectBackend(SchemaSource.@Nullable Kinds kinds) {
        this.kinds = kinds;
    }

    /** Null where the backend does not speak Connect. */
    public static @Nullable ConnectBackend of(Optional<Rpc> rpc) {
        if (rpc.isEmpty() || rpc.get().protocol() != Rpc.Protocol.CONNECT) {
            return null;
        }
        return new ConnectBackend(rpc.get().schema().map(GivenSchema::new).orElse(null));
    }

    /** Opens a stream to it, for a gRPC call. */
    public ClientStream open(
            ClientConnection connection,
            ClientStreamHandler exchange,
            Worker worker,
            int maxMessageBytes) {
        return new CalledStream(connection, exchange, worker, kinds, maxMessageBytes);
    }
}
