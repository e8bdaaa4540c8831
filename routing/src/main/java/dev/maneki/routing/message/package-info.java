/**
 * A request's head as bytes, in the one form that every protocol decodes into and every protocol
 * encodes from.
 *
 * <p>Start at {@link dev.maneki.routing.message.RequestHead}. These classes are mutable, reused
 * from request to request and owned by one thread; they know neither sockets nor buffers of Netty.
 */
@NullMarked
package dev.maneki.routing.message;

import org.jspecify.annotations.NullMarked;
