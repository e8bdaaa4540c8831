/**
 * HTTP/2 (RFC 9113), for servers and clients, over Netty's frame codec.
 *
 * <p>Start at {@link dev.maneki.connect.netty.http2.Http2Session}: one handler a connection, and
 * one light object a stream ({@link dev.maneki.connect.netty.http2.Http2Exchange}), a property of
 * Netty's own. There are no channels for streams, which would cost more than a small call does.
 * Fields go from HPACK straight into {@code Metadata} ({@link
 * dev.maneki.connect.netty.http2.InboundFields}) and back ({@link
 * dev.maneki.connect.netty.http2.OutboundFields}).
 *
 * <p>Nothing of HTTP/1.1 enters.
 */
@NullMarked
package dev.maneki.connect.netty.http2;

import org.jspecify.annotations.NullMarked;
