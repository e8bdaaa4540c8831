/**
 * How messages become bytes: protobuf's binary form and its JSON.
 *
 * <p>Start at {@link dev.maneki.connect.codec.Codec}. Nothing of the protocols enters.
 */
@NullMarked
package dev.maneki.connect.codec;

import org.jspecify.annotations.NullMarked;
