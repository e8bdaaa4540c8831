/**
 * The way of one request: matched, filtered, sent to a backend, tried again, answered, recorded.
 *
 * <p>Start at {@link dev.maneki.proxy.exchange.Exchange}, which stands between a server stream and
 * the {@link dev.maneki.proxy.exchange.Attempt}s at a backend; {@link
 * dev.maneki.proxy.exchange.Dispatch} is its way there. Rules are compiled when the configuration
 * changes ({@link dev.maneki.proxy.exchange.RuleAction}), so that a request finds everything ready.
 * No protocol and no socket is known here.
 */
@NullMarked
package dev.maneki.proxy.exchange;

import org.jspecify.annotations.NullMarked;
