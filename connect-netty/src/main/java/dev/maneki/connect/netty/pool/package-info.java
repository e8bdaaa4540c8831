/**
 * A client's connections: which there are to an origin, which takes a request, when another is
 * made.
 *
 * <p>An origin's connections live on one event loop, and so does all that waits for them: start at
 * {@link dev.maneki.connect.netty.pool.OriginPool}. A request is an {@link
 * dev.maneki.connect.netty.pool.OpenedStream} at once, and gets its connection later.
 *
 * <p>Nothing of a version of HTTP enters.
 */
@NullMarked
package dev.maneki.connect.netty.pool;

import org.jspecify.annotations.NullMarked;
