/**
 * HTTP/1.1 (RFC 9112), to clients and to backends: our own codec, strict in both directions.
 *
 * <p>Start at {@link dev.maneki.proxy.http1.Http1ServerConnection}, whose states are a request's
 * life; {@link dev.maneki.proxy.http1.Http1ClientConnection} is its counterpart. Both stand on
 * {@code Http1Connection}: input that can be held back ({@code Http1Input}), output that is
 * gathered ({@code Http1Output}). Bytes become heads in {@code HeadParser} and its three kinds,
 * {@code RequestRules} and {@code ResponseRules} decide what heads mean and whether they may mean
 * it, both by {@code FramingFields}; {@code BodyDecoder} finds where bodies end; {@code
 * HeadEncoder} and {@code BodyEncoder} are the way back. {@code Refusal} lists everything that is
 * not passed on, {@code Http1ServerDeadlines} what may take how long.
 *
 * <p>What another parser could read in another way is refused, never repaired. Nothing here
 * aggregates a body, knows routes, or outlives its event loop.
 */
@NullMarked
package dev.maneki.proxy.http1;

import org.jspecify.annotations.NullMarked;
