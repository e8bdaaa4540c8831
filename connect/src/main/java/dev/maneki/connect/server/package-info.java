/**
 * How calls are served: from an HTTP stream that a transport hands over to a handler and back.
 *
 * <p>{@link dev.maneki.connect.server.Entrance} finds method and protocol, or answers at once. What
 * it lets in is a {@link dev.maneki.connect.server.ServedCall}, in one of two forms: a {@link
 * dev.maneki.connect.server.BlockingCall} runs handler and interceptors on a thread of its own, an
 * {@link dev.maneki.connect.server.EventLoopCall} on the transport's. Limits, deadlines,
 * cancellation, the number of messages and the mapping of errors are in the class that both share.
 *
 * <p>Nothing of a particular protocol enters, but where an answer precedes every protocol.
 */
@NullMarked
package dev.maneki.connect.server;

import org.jspecify.annotations.NullMarked;
