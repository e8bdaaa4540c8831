/**
 * Services in a servlet container: {@link dev.maneki.connect.servlet.ConnectServlet}.
 *
 * <p>The container has the connections, TLS and HTTP; a request and its response become a stream of
 * the transport seam ({@code ServletStream}), read by {@code RequestBody} and written by {@code
 * ResponseBody}, both without blocking. A container calls from several threads, and handlers send
 * from others: {@code SerialExecutor} makes one sequence of that, which is the stream's event loop.
 *
 * <p>Nothing of one container enters, and nothing of the protocols.
 */
@NullMarked
package dev.maneki.connect.servlet;

import org.jspecify.annotations.NullMarked;
