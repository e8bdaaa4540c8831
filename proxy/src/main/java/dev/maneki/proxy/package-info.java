/**
 * The data plane: sockets in, sockets out.
 *
 * <p>{@link dev.maneki.proxy.stream} is the hinge: a server stream (what a client's protocol
 * offers) and a client stream (what a backend's protocol offers) meet in an exchange, which
 * matches, filters, balances and retries, and knows neither protocol. {@code http1} and {@code
 * http2} implement both halves; {@code listen} accepts connections and speaks TLS; {@code exchange}
 * is the way of one request; {@code upstream} keeps the pools; {@code access} and {@code metrics}
 * record. All of a request happens on one event loop ({@link dev.maneki.proxy.worker.Worker}),
 * without locks.
 *
 * <p>Resource kinds never enter here.
 */
@NullMarked
package dev.maneki.proxy;

import org.jspecify.annotations.NullMarked;
