/**
 * Finds the rule that serves a request, and says why the others do not.
 *
 * <p>Start at {@link dev.maneki.routing.match.PortRouter}: it is compiled from a {@link
 * dev.maneki.routing.model.Port}, never changes, and may be read by any number of threads. A
 * request goes through it in three steps, none of which looks at more than a handful of places
 * however many routes there are:
 *
 * <ol>
 *   <li>{@code HostTable}, once for the listener and once within it: host labels from the right;
 *   <li>{@code PathTable}: path segments from the left;
 *   <li>{@code Contenders}: the matches that share one path, told apart by method, header fields
 *       and query parameters.
 * </ol>
 *
 * <p>Each step falls back to the next less specific place when nothing there serves the request.
 * {@code Precedence} has the order of the Gateway API in one place. Nothing here allocates while
 * matching, save regular expressions. Nothing here knows what a rule does: that is the caller's
 * payload.
 */
@NullMarked
package dev.maneki.routing.match;

import org.jspecify.annotations.NullMarked;
