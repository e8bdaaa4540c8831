package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.MethodKind;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.protocol.ClientExchange;
import dev.maneki.connect.protocol.ClientProtocol;
import dev.maneki.connect.protocol.ClientSettings;
import dev.maneki.connect.protocol.RequestMeta;

/** Connect towards callees. Thread-safe. */
public final class ConnectClientProtocol implements ClientProtocol {
    /** The only one. */
    public static final ConnectClientProtocol INSTANCE = new ConnectClientProtocol();

    private ConnectClientProtocol() {}

    @Override
    public Protocol protocol() {
        return Protocol.CONNECT;
    }

    @Override
    public ClientExchange open(
            HttpRequest target, RequestMeta request, MethodKind kind, ClientSettings settings) {
        return kind == MethodKind.UNARY
                ? new UnaryClientExchange(target, request, settings)
                : new StreamClientExchange(target, request, settings);
    }
}
