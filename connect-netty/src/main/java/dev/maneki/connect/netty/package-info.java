/**
 * Transports for calls: {@link dev.maneki.connect.netty.NettyServer} serves HTTP/1.1, HTTP/2 and
 * HTTP/3, {@link dev.maneki.connect.netty.NettyTransport} sends requests over them.
 *
 * <p>This package is what users see: options, TLS, the life from start to drain. The packages below
 * it are the versions of HTTP, and are not exported: {@code http1}, {@code http2}, {@code http3},
 * {@code pool} (a client's connections), {@code wire} (what they share). Start reading at {@link
 * dev.maneki.connect.netty.NettyServer}.
 *
 * <p>Nothing of RPC enters: the seam is {@code dev.maneki.connect.http}.
 */
@NullMarked
package dev.maneki.connect.netty;

import org.jspecify.annotations.NullMarked;
