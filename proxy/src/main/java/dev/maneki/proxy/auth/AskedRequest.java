package dev.maneki.proxy.auth;

import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.routing.message.RequestHead;
import io.netty.buffer.ByteBuf;

/**
 * The request that is asked about.
 *
 * @param head as the client sent it, normalised, with the forwarded fields; an answer that lets it
 *     pass changes it
 * @param connection whose it is
 * @param protocol {@code HTTP/1.0}, {@code HTTP/1.1} or {@code HTTP/2}
 * @param startMicros when it came, microseconds since 1970
 * @param body as much of its body as the server is shown; the check takes it over
 */
public record AskedRequest(
        RequestHead head,
        ServerConnection connection,
        String protocol,
        long startMicros,
        ByteBuf body) {}
