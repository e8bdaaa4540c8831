/**
 * gRPC and gRPC-Web, both sides.
 *
 * <p>The two differ in framing alone, so one class speaks both, and is told its {@link
 * dev.maneki.connect.protocol.grpc.GrpcFlavor}: where trailers go (HTTP's own, or the body's last
 * envelope), and whether the body is base64. Start at {@link
 * dev.maneki.connect.protocol.grpc.GrpcServerProtocol} and {@link
 * dev.maneki.connect.protocol.grpc.GrpcClientProtocol}; what they say of a call's end is in {@code
 * GrpcStatus}.
 *
 * <p>Source: gRPC's {@code PROTOCOL-HTTP2.md}, {@code PROTOCOL-WEB.md}, {@code compression.md} and
 * {@code http-grpc-status-mapping.md}. No codec enters.
 */
@NullMarked
package dev.maneki.connect.protocol.grpc;

import org.jspecify.annotations.NullMarked;
