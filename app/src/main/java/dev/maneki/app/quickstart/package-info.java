/**
 * The tour: {@code examples/quickstart/} served together with small backends of its own.
 *
 * <p>Start at {@link dev.maneki.app.quickstart.Backends}. Nothing here is used by {@code maneki
 * run}.
 */
@NullMarked
package dev.maneki.app.quickstart;

import org.jspecify.annotations.NullMarked;
