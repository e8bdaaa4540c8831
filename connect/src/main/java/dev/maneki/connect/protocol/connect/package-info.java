/**
 * The Connect protocol, both sides.
 *
 * <p>Source: <a href="https://connectrpc.com/docs/protocol">Connect Protocol Reference</a>; section
 * names in comments are its. Unary calls are plain HTTP: a bare message as the body, an HTTP
 * status, trailers as fields that begin with {@code trailer-}. Streams are envelopes, always
 * answered with 200; the last envelope is JSON, and says how it ended.
 *
 * <p>Towards callers start at {@link dev.maneki.connect.protocol.connect.ConnectServerProtocol}:
 * {@code ConnectRequest} reads a head, {@code UnaryServerExchange} and {@code StreamServerExchange}
 * carry the call. Towards callees start at {@link
 * dev.maneki.connect.protocol.connect.ConnectClientProtocol}. What both share is small and pure:
 * {@code ConnectContentType}, {@code ConnectTimeout}, {@code ConnectErrorJson}, {@code
 * EndStreamJson}, {@code TrailerFields}.
 */
@NullMarked
package dev.maneki.connect.protocol.connect;

import org.jspecify.annotations.NullMarked;
