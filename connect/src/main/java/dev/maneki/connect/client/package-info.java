/**
 * How calls are made: from a message to an HTTP stream and back.
 *
 * <p>{@link dev.maneki.connect.client.CallMaker} is what a {@code Client} is made of. A call is an
 * {@link dev.maneki.connect.client.OutgoingCall}, which interceptors see, and an {@link
 * dev.maneki.connect.client.Attempt}, which carries it: limits, deadlines, cancellation, the number
 * of messages and the mapping of errors are there. What a caller holds (a message, a future, a
 * stream, a publisher) is put on top of it.
 *
 * <p>Nothing of a particular protocol enters.
 */
@NullMarked
package dev.maneki.connect.client;

import org.jspecify.annotations.NullMarked;
