/**
 * What a transport must offer: HTTP messages as streams of bytes, without a word of RPC.
 *
 * <p>A server transport makes an {@link dev.maneki.connect.http.HttpServerStream} of each request
 * and hands it to {@code Router.serve}; a client transport opens {@link
 * dev.maneki.connect.http.HttpClientStream}s. Both say what comes by a handler, one event after
 * another, on the stream's own executor (an event loop, where there is one), and are called on it
 * alone. So nothing above or below needs a lock, and who works on another thread hops once.
 *
 * <p>Nothing of the protocols enters.
 */
@NullMarked
package dev.maneki.connect.http;

import org.jspecify.annotations.NullMarked;
