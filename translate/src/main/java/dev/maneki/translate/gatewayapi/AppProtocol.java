package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.Backend.Protocol;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code appProtocol} of a Service port says (KEP-3726), with the names that are in use beside
 * the standard ones.
 *
 * @param protocol what is spoken
 * @param overTls whether it is spoken over TLS, which needs a BackendTLSPolicy to say whom to trust
 */
record AppProtocol(Protocol protocol, boolean overTls) {

    /** Empty for a protocol that is none of HTTP's. */
    static Optional<AppProtocol> of(Optional<String> text) {
        return switch (text.orElse("").toLowerCase(Locale.ROOT)) {
            case "", "http", "kubernetes.io/http" -> plain(Protocol.HTTP1);
            case "https", "kubernetes.io/https" ->
                    Optional.of(new AppProtocol(Protocol.HTTP1, true));
            case "kubernetes.io/h2c", "h2c", "http2", "grpc" -> plain(Protocol.HTTP2);
            case "kubernetes.io/ws", "ws" -> plain(Protocol.WEBSOCKET);
            case "kubernetes.io/wss", "wss" ->
                    Optional.of(new AppProtocol(Protocol.WEBSOCKET, true));
            default -> Optional.empty();
        };
    }

    private static Optional<AppProtocol> plain(Protocol protocol) {
        return Optional.of(new AppProtocol(protocol, false));
    }
}
