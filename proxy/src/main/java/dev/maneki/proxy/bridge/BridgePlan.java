package dev.maneki.proxy.bridge;

import dev.maneki.connect.Protocol;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Rpc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of one rule are bridged; made with the rule. Immutable, thread-safe.
 *
 * <p>A call in the one protocol that all the rule's backends speak passes as it is, at the price of
 * a look at its content type.
 */
public final class BridgePlan {
    /** A backend that understands calls. */
    public record Callee(Rpc rpc, Upstream upstream) {}

    private final boolean connect;
    private final @Nullable SchemaSource schema;

    /**
     * For a rule with these backends, all of which understand calls. Where several speak gRPC, the
     * first of them is who knows what messages are.
     *
     * @param backends at least one
     */
    public BridgePlan(List<Callee> backends, Schemas schemas) {
        SchemaSource ofFirst = null;
        for (Callee each : backends) {
            if (each.rpc().protocol() == Rpc.Protocol.GRPC) {
                ofFirst = schemas.of(each.rpc(), each.upstream());
                break;
            }
        }
        schema = ofFirst;
        connect = ofFirst == null;
    }

    /** The protocol that a request is a call in; null if it is none. */
    public static @Nullable Protocol protocol(RequestHead request) {
        return Callers.protocol(request);
    }

    /** The protocol that a request is a call in, as {@code grpc-web}; empty if it is none. */
    public static String protocolName(RequestHead request) {
        Protocol protocol = Callers.protocol(request);
        return protocol == null ? "" : protocol.wireName();
    }

    /** Whether calls of a protocol pass as they are, as far as the client's side goes. */
    public boolean passes(Protocol protocol) {
        return switch (protocol) {
            case GRPC -> true; // to Connect backends it is translated where it is sent
            case CONNECT -> connect;
            case GRPC_WEB -> false;
        };
    }

    /** Puts a bridge between a client's stream and the exchange of its request. */
    public BridgedStream open(
            ServerStream client, Protocol protocol, BridgedExchange exchange, int maxMessageBytes) {
        return new BridgedStream(client, protocol, exchange, maxMessageBytes, schema);
    }
}
