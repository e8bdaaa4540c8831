/**
 * A request's head as bytes, in the one form that every protocol decodes into and every protocol
 * encodes from.
 *
 * <p>Start at {@link dev.maneki.routing.message.RequestHead}. What a client sends as a target or a
 * host gets into it only through {@link dev.maneki.routing.message.RequestTarget} and {@link
 * dev.maneki.routing.message.Authority}, which bring it to the one form that is matched and
 * forwarded, or refuse it with a {@link dev.maneki.routing.message.TargetFault}. These classes are
 * mutable or stateless, reused from request to request and owned by one thread; they know neither
 * sockets nor buffers of Netty.
 */
@NullMarked
package dev.maneki.routing.message;

import org.jspecify.annotations.NullMarked;
