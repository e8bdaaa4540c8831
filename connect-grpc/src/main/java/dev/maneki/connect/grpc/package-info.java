/**
 * The bridge with grpc-java, for moving from it one service at a time.
 *
 * <p>Start at {@link dev.maneki.connect.grpc.GrpcServices}: what is written for a grpc-java server
 * becomes a {@link dev.maneki.connect.Service}, and is served in Connect, gRPC and gRPC-Web. The
 * other way, {@link dev.maneki.connect.grpc.ConnectChannel} is a channel for grpc-java's stubs that
 * calls by a {@link dev.maneki.connect.Client}, in whichever protocol that speaks.
 *
 * <p>Both stand on the library's hinges ({@code ServerHandler}, {@code Client.start}), which know
 * neither protocol nor transport; so neither enters here. What the two sides have in common is
 * small: messages ({@code MessageForm}), metadata ({@code Fields}), statuses ({@code Statuses}),
 * one callback after another ({@code Callbacks}), and messages that come only when asked for
 * ({@code Demand}).
 */
@NullMarked
package dev.maneki.connect.grpc;

import org.jspecify.annotations.NullMarked;
