/**
 * What calls are made of on both sides: how messages are written and read, how they change threads,
 * how time runs out.
 *
 * <p>An {@link dev.maneki.connect.call.Inbox} takes events from the event loop to a thread that
 * waits; an {@link dev.maneki.connect.call.Outbox} takes them the other way; a {@link
 * dev.maneki.connect.call.Timer} wakes those whose deadline has passed. No protocol and no
 * transport enters, and neither side knows the other.
 */
@NullMarked
package dev.maneki.connect.call;

import org.jspecify.annotations.NullMarked;
