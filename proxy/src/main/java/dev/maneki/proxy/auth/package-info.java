/**
 * Asking an authorization server whether a request may pass (GEP-1494): by HTTP, or by Envoy's gRPC
 * contract.
 *
 * <p>Start at {@link dev.maneki.proxy.auth.AuthCheck}, one question and its answer; {@link
 * dev.maneki.proxy.auth.HttpCheck} and {@link dev.maneki.proxy.auth.GrpcCheck} are the two ways of
 * asking. What is compiled of the filter is an {@link dev.maneki.proxy.auth.AuthPlan}. Whatever
 * goes wrong, the request does not pass.
 *
 * <p>The messages of Envoy's contract are few and small: {@link
 * dev.maneki.proxy.auth.CheckRequestEncoder} and {@link dev.maneki.proxy.auth.CheckResponse} write
 * and read them with {@link dev.maneki.proxy.auth.ProtoWriter} and {@link
 * dev.maneki.proxy.auth.ProtoReader}, and no Protocol Buffers library is needed on the way of a
 * request. The exchange that asks is not known here, only its {@link
 * dev.maneki.proxy.auth.AuthCheck.Owner}.
 */
@NullMarked
package dev.maneki.proxy.auth;

import org.jspecify.annotations.NullMarked;
