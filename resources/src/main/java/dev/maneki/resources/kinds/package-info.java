/**
 * The kinds of resources, one record each, in the shape of the API: {@link HTTPRoute}, {@link
 * Gateway}, {@link Service} and so on, all {@link Resource}. Start at {@link Resource}; {@link
 * ApiTypes} names the strings and numbers they are made of. No policy enters: what a reference
 * means, and whether it may be followed, is decided where routes are translated.
 */
@NullMarked
package dev.maneki.resources.kinds;

import org.jspecify.annotations.NullMarked;
