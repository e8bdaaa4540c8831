/**
 * The library's public face: what a service and a client are written with.
 *
 * <p>Start at {@code Router}, which serves, and {@code Client}, which calls; {@link
 * dev.maneki.connect.MethodSpec} is what both know of a method. One call is a stream of messages
 * each way, whatever its kind: unary is "exactly one". What travels below is in {@code protocol}
 * (the three protocols, pure) and {@code http} (what a transport must offer). No transport enters,
 * and nothing but protobuf-java.
 */
@NullMarked
package dev.maneki.connect;

import org.jspecify.annotations.NullMarked;
