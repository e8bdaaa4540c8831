/**
 * HTTP/3 (RFC 9114), for servers and clients, over Netty's codec and QUIC channels.
 *
 * <p>A stream is a channel here, as QUIC's codec has it; {@link
 * dev.maneki.connect.netty.http3.Http3Exchange} is its last handler. Start there.
 *
 * <p>Known limits: that a client has stopped reading a response is told by a write, so by the next
 * probe at the latest ({@link dev.maneki.connect.netty.http3.Http3Exchange#probe}); a connection
 * that is closed before its handshake is confirmed says so in a packet that its peer may have no
 * keys for any more, which leaves it to the idle timeout.
 */
@NullMarked
package dev.maneki.connect.netty.http3;

import org.jspecify.annotations.NullMarked;
