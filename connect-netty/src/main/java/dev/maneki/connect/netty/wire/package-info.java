/**
 * What all versions of HTTP share: the limits, field names, targets, the Date field, error codes.
 *
 * <p>Nothing of sockets enters but {@link dev.maneki.connect.netty.wire.Peers}.
 */
@NullMarked
package dev.maneki.connect.netty.wire;

import org.jspecify.annotations.NullMarked;
