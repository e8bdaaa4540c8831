package dev.maneki.connect.protocol;

import dev.maneki.connect.Protocol;
import dev.maneki.connect.http.HttpRequest;
import dev.maneki.connect.http.HttpServerStream;

/** How one protocol is spoken to callers. Stateless, thread-safe. */
public interface ServerProtocol {
    /** Which it is. */
    Protocol protocol();

    /** Whether the request, by its HTTP method and content type, is of this protocol. */
    boolean accepts(HttpRequest request);

    /**
     * Begins to speak on a stream. Never throws, and never needs more than the head: what is wrong
     * with it is told by {@link ServerExchange#refusal()}, after which {@link ServerExchange#end}
     * with that error answers as the protocol has it.
     *
     * @param settings what is served
     */
    ServerExchange open(HttpServerStream stream, ServerSettings settings);
}
