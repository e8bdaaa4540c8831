/**
 * From Gateway API resources to the routing model and their status.
 *
 * <p>Start at {@link dev.maneki.translate.gatewayapi.GatewayApi}, which names the order of work.
 * One class a concern: a {@code Planner} works out what one Gateway, listener or policy amounts to
 * by itself; {@code Attachments} and the {@code Conflicts} bring them together; the {@code Rules}
 * translate; the {@code Statuses} tell. Words of the API (reasons, condition types) are the API's
 * own. No class changes what another made.
 */
@NullMarked
package dev.maneki.translate.gatewayapi;

import org.jspecify.annotations.NullMarked;
