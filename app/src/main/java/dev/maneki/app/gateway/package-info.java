/**
 * The running gateway: the folder watched and translated, the data plane told, questions answered.
 *
 * <p>Start at {@link dev.maneki.app.gateway.Gateway}; the way of a change is {@link
 * dev.maneki.app.gateway.ConfigurationLoop}. What a resource means is decided in {@code translate},
 * what becomes of a request in {@code proxy}; nothing of either may enter here.
 */
@NullMarked
package dev.maneki.app.gateway;

import org.jspecify.annotations.NullMarked;
