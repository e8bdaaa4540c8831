/**
 * Calls within one process, for tests: {@link dev.maneki.connect.inprocess.InProcessTransport}.
 *
 * <p>Everything but the network is real: protocol, codec, compression, limits, deadlines, and
 * back-pressure, as little is kept between the two sides. Nothing of the protocols enters.
 */
@NullMarked
package dev.maneki.connect.inprocess;

import org.jspecify.annotations.NullMarked;
