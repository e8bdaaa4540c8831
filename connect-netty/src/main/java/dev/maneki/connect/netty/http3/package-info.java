/**
 * HTTP/3 (RFC 9114), for servers and clients, over Netty's codec and QUIC channels.
 *
 * <p>A stream is a channel here, as QUIC's codec has it; {@link
 * dev.maneki.connect.netty.http3.Http3Exchange} is its last handler. Start there.
 *
 * <p>Known limits: that a client has stopped reading a response is told by a later write, at worst
 * only by the connection's idle timeout; that the other side was cut off without a drain, likewise.
 */
@NullMarked
package dev.maneki.connect.netty.http3;

import org.jspecify.annotations.NullMarked;
