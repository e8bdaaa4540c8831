/**
 * The library beside its peers: a server and a client of each, all with the same handlers, for
 * {@code benchmarks/connect/compare} to measure. Start at {@link dev.maneki.bench.ServerProgram}.
 *
 * <p>Every program has one event loop. What blocks runs on virtual threads.
 */
@NullMarked
package dev.maneki.bench;

import org.jspecify.annotations.NullMarked;
