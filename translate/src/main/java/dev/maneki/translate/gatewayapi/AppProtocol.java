package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.Backend.Protocol;
import dev.maneki.routing.model.Rpc;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code appProtocol} of a Service port says (KEP-3726), with the names that are in use beside
 * the standard ones.
 *
 * @param protocol what is spoken
 * @param overTls whether it is spoken over TLS, which needs a BackendTLSPolicy to say whom to trust
 * @param rpc the protocol of calls, if it is for calls
 */
record AppProtocol(Protocol protocol, boolean overTls, Optional<Rpc.Protocol> rpc) {

    /** Empty for a protocol that is none of HTTP's. */
    static Optional<AppProtocol> of(Optional<String> text) {
        return switch (text.orElse("").toLowerCase(Locale.ROOT)) {
            case "", "http", "kubernetes.io/http" -> plain(Protocol.HTTP1);
            case "https", "kubernetes.io/https" ->
                    Optional.of(new AppProtocol(Protocol.HTTP1, true, Optional.empty()));
            case "kubernetes.io/h2c", "h2c", "http2" -> plain(Protocol.HTTP2);
            case "grpc" -> calls(Protocol.HTTP2, Rpc.Protocol.GRPC);
            case "maneki.dev/connect" -> calls(Protocol.HTTP1, Rpc.Protocol.CONNECT);
            case "maneki.dev/connect-h2c" -> calls(Protocol.HTTP2, Rpc.Protocol.CONNECT);
            case "kubernetes.io/ws", "ws" -> plain(Protocol.WEBSOCKET);
            case "kubernetes.io/wss", "wss" ->
                    Optional.of(new AppProtocol(Protocol.WEBSOCKET, true, Optional.empty()));
            default -> Optional.empty();
        };
    }

    private static Optional<AppProtocol> plain(Protocol protocol) {
        return Optional.of(new AppProtocol(protocol, false, Optional.empty()));
    }

    private static Optional<AppProtocol> calls(Protocol protocol, Rpc.Protocol rpc) {
        return Optional.of(new AppProtocol(protocol, false, Optional.of(rpc)));
    }
}
