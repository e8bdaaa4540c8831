/**
 * How messages are compressed: one at a time, by name, with a limit while decompressing.
 *
 * <p>Start at {@link dev.maneki.connect.compress.Compression}; {@link
 * dev.maneki.connect.compress.Compressions} says which are offered. Here are gzip and deflate,
 * which the JDK has; those that need a library are artifacts of their own. Nothing of the protocols
 * enters.
 */
@NullMarked
package dev.maneki.connect.compress;

import org.jspecify.annotations.NullMarked;
