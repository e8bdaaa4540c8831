package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;
import dev.maneki.connect.protocol.ServerExchange;
import dev.maneki.connect.protocol.ServerProtocol;
import dev.maneki.connect.protocol.ServerSettings;

/**
 * Connect towards callers. It takes every POST whose content type is {@code application/} with a
 * codec's name (gRPC's excepted), and every GET; that the codec is understood, and that the method
 * may be called so, is for the caller to check.
 */
public final class ConnectServerProtocol implements ServerProtocol {
    /** The only one. */
    public static final ConnectServerProtocol INSTANCE = new ConnectServerProtocol();

    private ConnectServerProtocol() {}

    @Override
    public Protocol protocol() {
        return Protocol.CONNECT;
    }

    @Override
    public boolean accepts(HttpRequest request) {
        return ConnectRequest.accepts(request);
    }

    @Override
    public ServerExchange open(HttpServerStream stream, ServerSettings settings) {
        ConnectRequest request = ConnectRequest.read(stream.request(), settings);
        return request.contentType().streaming()
                ? new StreamServerExchange(stream, request, settings)
                : new UnaryServerExchange(stream, request, settings);
    }
}
