package dev.maneki.connect.netty.wire;

/**
 * What a client allows a server. Durations are nanoseconds; 0 turns one off.
 *
 * @param maxHeaderBytes of a head or a trailer section, uncompressed
 * @param streamWindow bytes a server may send on a stream before they are consumed
 * @param connectionWindow the same for all streams of a connection
 * @param idleNanos after which a connection without requests is closed
 * @param keepAliveNanos after how much silence a connection with requests is asked for a sign of
 *     life
 * @param keepAliveTimeoutNanos how long the answer may take
 */
public record ClientLimits(
        int maxHeaderBytes,
        int streamWindow,
        int connectionWindow,
        long idleNanos,
        long keepAliveNanos,
        long keepAliveTimeoutNanos) {}
