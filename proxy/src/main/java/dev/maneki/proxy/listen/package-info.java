/**
 * Accepting connections: sockets, the choice between HTTP/1.1 and HTTP/2, caps, drain.
 *
 * <p>Start at {@link dev.maneki.proxy.listen.ListenSockets}: it is told which ports should be open
 * and works out the difference. Each connection is an {@link
 * dev.maneki.proxy.listen.AcceptedConnection} from accept to close; until its protocol is known
 * this package reads from it, afterwards a {@link dev.maneki.proxy.stream.ServerConnection} does.
 * TLS itself is in {@link dev.maneki.proxy.tls}. Requests are unknown here.
 */
@NullMarked
package dev.maneki.proxy.listen;

import org.jspecify.annotations.NullMarked;
