/**
 * HTTP/2 (RFC 9113), both halves: what clients speak to us and what we speak to backends.
 *
 * <p>Start at {@link dev.maneki.proxy.http2.Http2ServerConnection} or {@link
 * dev.maneki.proxy.http2.Http2ClientConnection}, each one channel handler for a whole connection;
 * what they share is in {@code Http2Connection} (frames, windows, the end) and {@code Http2Stream}
 * (one message each way). Below are the codecs, which know nothing of connections: {@code
 * FrameReader} and {@code FrameWriter}, {@code HpackDecoder} and {@code HpackEncoder}; and the
 * rules for messages, {@code RequestHeadDecoder} and {@code ResponseHeadDecoder}.
 *
 * <p>Fields go from the wire to a {@link dev.maneki.routing.message.HeaderFields} and back without
 * an object each. Whatever a peer can cause for less than it costs us has a budget or a bound.
 * Neither routing nor pools enter here.
 */
@NullMarked
package dev.maneki.proxy.http2;

import org.jspecify.annotations.NullMarked;
