/**
 * Calls that come in one RPC protocol and go out in another: Connect, gRPC-Web and gRPC.
 *
 * <p>Start at {@link dev.maneki.proxy.bridge.BridgedStream}: it stands between a client's stream
 * and its exchange. To the exchange it is the stream of a gRPC call, so that retries, timeouts,
 * mirrors, filters and records know of one protocol only; to the client it speaks what the client
 * speaks. In between stand the two halves of {@code dev.maneki.connect.protocol}, and neutral
 * values: messages are re-framed, and decoded only where JSON must become protobuf.
 *
 * <p>Nothing of routing enters: which rules are bridged, and what their backends speak, is a {@link
 * dev.maneki.proxy.bridge.BridgePlan} made with the rule. Event loop only, but for what says
 * otherwise.
 */
@NullMarked
package dev.maneki.proxy.bridge;

import org.jspecify.annotations.NullMarked;
