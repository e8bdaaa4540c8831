/**
 * A service and its callers, as small as they can be: what the guide in {@code docs/connect} takes
 * its code from.
 *
 * <p>Start at {@link dev.maneki.example.greet.Greetings}, the service, and {@link
 * dev.maneki.example.greet.GreetServer}, which serves it.
 */
@NullMarked
package dev.maneki.example.greet;

import org.jspecify.annotations.NullMarked;
