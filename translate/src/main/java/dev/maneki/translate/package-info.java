/**
 * From a snapshot of resources to what is served, where the backends are, and what each resource is
 * told.
 *
 * <p>Start at {@link dev.maneki.translate.Translator}. Each source of routes has a package ({@code
 * gatewayapi}); beside them stand {@code references} and {@code certificates}, which sources share,
 * {@code endpoints}, and {@code status}. Pure functions over values: no socket, no clock, no thread
 * may enter, so that the same snapshot always comes to the same.
 */
@NullMarked
package dev.maneki.translate;

import org.jspecify.annotations.NullMarked;
