/**
 * The hinge between protocols and the exchange: one request as two streams and the events between
 * them.
 *
 * <p>Start at {@link dev.maneki.proxy.stream.ServerStream}. Everything here is called on the
 * stream's event loop only. Buffers change owner with the call that passes them; bodies are never
 * gathered.
 */
@NullMarked
package dev.maneki.proxy.stream;

import org.jspecify.annotations.NullMarked;
