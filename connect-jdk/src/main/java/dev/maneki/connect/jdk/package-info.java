/**
 * Calls over {@code java.net.http.HttpClient}: {@link dev.maneki.connect.jdk.JdkTransport}. For
 * programs that want no dependency beyond the JDK, and can do without gRPC.
 *
 * <p>A call is a {@code JdkStream}: it sends as the client's {@code RequestBody} and receives as
 * its {@code ResponseBody}, both by the JDK's reactive streams, whose demand is back-pressure. The
 * JDK calls on threads of its own; {@code SerialExecutor} makes one sequence of it.
 *
 * <p>Nothing of the protocols enters.
 */
@NullMarked
package dev.maneki.connect.jdk;

import org.jspecify.annotations.NullMarked;
