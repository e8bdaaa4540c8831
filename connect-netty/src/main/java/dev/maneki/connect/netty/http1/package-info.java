/**
 * HTTP/1.1 (RFC 9112), for servers and clients.
 *
 * <p>Start at {@link dev.maneki.connect.netty.http1.Http1ServerConnection}. Bytes come in through
 * {@link dev.maneki.connect.netty.http1.HeadBuffer} (a head as bytes and lines), {@link
 * dev.maneki.connect.netty.http1.HeadParser} and {@link
 * dev.maneki.connect.netty.http1.BodyDecoder}, and go out by {@link
 * dev.maneki.connect.netty.http1.MessageWriter}. They are our own, since a small call over HTTP/1.1
 * is mostly the cost of its heads: a head that equals the one before it is not parsed again, and a
 * small response is one buffer. They are strict: what two readers could understand in two ways is
 * refused (RFC 9112, section 11.2).
 *
 * <p>Nothing of HTTP/2 enters.
 */
@NullMarked
package dev.maneki.connect.netty.http1;

import org.jspecify.annotations.NullMarked;
