package dev.maneki.connect.netty.wire;

/**
 * What a server allows a client. Durations are nanoseconds; 0 turns one off.
 *
 * @param maxHeaderBytes of a head or a trailer section, uncompressed
 * @param maxConcurrentStreams of one connection; HTTP/2 and HTTP/3
 * @param streamWindow bytes a client may send on a stream before they are consumed
 * @param connectionWindow the same for all streams of a connection
 * @param maxResets of streams a client may cause within {@link #RESET_PERIOD_SECONDS}
 * @param idleNanos how long a connection may do nothing
 * @param headerNanos how long a head, or a handshake, may take
 * @param keepAliveNanos after how much silence an HTTP/2 connection is asked for a sign of life
 * @param keepAliveTimeoutNanos how long the answer may take
 * @param maxAgeNanos after which a connection is asked to end, and a new one to be made
 * @param maxAgeGraceNanos how long it may take to end
 */
public record ServerLimits(
        int maxHeaderBytes,
        int maxConcurrentStreams,
        int streamWindow,
        int connectionWindow,
        int maxResets,
        long idleNanos,
        long headerNanos,
        long keepAliveNanos,
        long keepAliveTimeoutNanos,
        long maxAgeNanos,
        long maxAgeGraceNanos) {
    /** The period over which resets are counted. */
    public static final int RESET_PERIOD_SECONDS = 30;
}
