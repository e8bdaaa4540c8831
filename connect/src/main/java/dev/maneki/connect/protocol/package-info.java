/**
 * The three protocols, pure: HTTP streams on one side, messages on the other.
 *
 * <p>Towards a caller stands a {@link dev.maneki.connect.protocol.ServerExchange}, towards a callee
 * a {@link dev.maneki.connect.protocol.ClientExchange}. Between the two, everything is neutral:
 * {@link dev.maneki.connect.protocol.RequestMeta}, {@link dev.maneki.connect.protocol.Payload}s,
 * {@link dev.maneki.connect.protocol.ResponseMeta}, {@link
 * dev.maneki.connect.protocol.ResponseEnd}. A service puts codec and handler between; a gateway
 * puts the one to the other, and only re-frames.
 *
 * <p>Each protocol has a package of its own with small files: {@code connect}, {@code grpc} (which
 * serves gRPC-Web as well, as it differs in framing alone). Start at {@link
 * dev.maneki.connect.protocol.ServerProtocol}. No codec, no thread, no clock enters, and
 * compression only where a protocol's own words come compressed.
 */
@NullMarked
package dev.maneki.connect.protocol;

import org.jspecify.annotations.NullMarked;
