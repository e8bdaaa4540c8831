/**
 * Compressions that need a library, each a native one: {@link dev.maneki.connect.compression.Zstd},
 * {@link dev.maneki.connect.compression.Brotli}, {@link dev.maneki.connect.compression.Snappy}.
 * Whoever wants them adds them: {@code Compressions.DEFAULT.with(Zstd.INSTANCE)}. Limits and errors
 * are the core's.
 */
@NullMarked
package dev.maneki.connect.compression;

import org.jspecify.annotations.NullMarked;
