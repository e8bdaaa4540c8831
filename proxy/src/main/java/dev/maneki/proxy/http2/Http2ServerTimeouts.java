package dev.maneki.proxy.http2;

import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.routing.model.Limit;
import java.util.ArrayList;

/**
 * The timeouts of a client's connection and its streams.
 *
 * <p>One timer looks at all of them now and then, by marks that the hot path leaves: so a request
 * sets no timer and asks for no time. A timeout comes up to one look late, never early. While
 * nothing is open the timer sleeps for the whole idle time.
 */
final class Http2ServerTimeouts extends TimerWheel.Timer {
    private static final long MAX_PERIOD_MILLIS = 1_000;
    private static final long MIN_PERIOD_MILLIS = 16;

    /** How long the client may take to answer the PING of a drain. */
    private static final long DRAIN_MILLIS = 1_000;

    /** After so much time without a stream the long sleep begins. */
    private static final long SETTLE_NANOS = 3_000_000_000L;

    /** A client that takes less than this within the write timeout takes nothing. */
    private static final int LEAST_TAKEN = 1_024;

    /** A body's rate is not looked at before (see {@link Limit#BODY_RATE}). */
    private static final long RATE_GRACE_NANOS = 5_000_000_000L;

    private final Http2ServerConnection connection;
    private final long headerNanos;
    private final long bodyNanos;
    private final long idleNanos;
    private final long writeNanos;
    private final long tunnelNanos;
    private final long leastRate;
    private final long periodMillis;

    private final ArrayList<Http2Stream> due = new ArrayList<>();
    private boolean asleep;
    private long emptySince;
    private long openedAt;
    private long midFrameSince;
    private int midFrameCount = -1;
    private long blockSince;
    private boolean blockOpen;
    private long unwritableSince;
    private boolean unwritable;
    private long drainSince;
    private boolean draining;

    /** For a connection whose limits stand. */
    Http2ServerTimeouts(Http2ServerConnection connection) {
        this.connection = connection;
        this.headerNanos = nanos(Limit.HEADER_TIMEOUT);
        this.bodyNanos = nanos(Limit.BODY_TIMEOUT);
        this.idleNanos = nanos(Limit.IDLE_TIMEOUT);
        this.writeNanos = nanos(Limit.WRITE_TIMEOUT);
        this.tunnelNanos = nanos(Limit.TUNNEL_IDLE_TIMEOUT);
        this.leastRate = connection.limits.get(Limit.BODY_RATE);
        long shortest =
                Math.min(
                        Math.min(headerNanos, bodyNanos),
                        Math.min(Math.min(idleNanos, writeNanos), tunnelNanos));
        this.periodMillis =
                Math.max(MIN_PERIOD_MILLIS, Math.min(MAX_PERIOD_MILLIS, shortest / 4_000_000L));
    }

    /** In nanoseconds; no limit is what never comes. */
    private long nanos(Limit limit) {
        long millis = connection.limits.get(limit);
        return millis == 0 ? Long.MAX_VALUE / 4 : Math.min(millis, 1L << 40) * 1_000_000L;
    }

    /** The connection stands. */
    void start() {
        connection.clock = System.nanoTime();
        openedAt = connection.clock;
        emptySince = connection.clock;
        set(periodMillis);
    }

    /** A stream begins. */
    void onStream() {
        if (asleep) {
            asleep = false;
            connection.clock = System.nanoTime();
            set(periodMillis);
        }
        emptySince = connection.clock;
    }

    /** The first GOAWAY is out. */
    void onDrain() {
        connection.clock = System.nanoTime();
        draining = true;
        drainSince = connection.clock;
        asleep = false;
        set(periodMillis);
    }

    /** It is over. */
    void stop() {
        connection.worker.timers().cancel(this);
    }

    private void set(long millis) {
        connection.worker.timers().set(this, millis);
    }

    @Override
    protected void expired() {
        connection.clock = System.nanoTime();
        if (!lookAtConnection()) {
            connection.worker.flushQueue().flushAll();
            return;
        }
        lookAtStreams();
        if (!connection.isTerminated()) {
            boolean settled =
                    connection.streams.isEmpty()
                            && connection.peer.received()
                            && !draining
                            && !connection.isMidFrame()
                            && !connection.headerBlock.isOpen()
                            && connection.clock - emptySince > SETTLE_NANOS;
            asleep = settled && idleNanos > SETTLE_NANOS;
            set(asleep ? idleRest() : periodMillis);
        }
        connection.worker.flushQueue().flushAll();
    }

    private long idleRest() {
        long rest = idleNanos - (connection.clock - emptySince);
        return Math.max(periodMillis, Math.min(rest / 1_000_000L, 1L << 40));
    }

    private boolean over(long since, long limit) {
        return connection.clock - since - periodMillis * 1_000_000L > limit;
    }

    /** Whether the connection lives on. */
    private boolean lookAtConnection() {
        boolean silent = !connection.peer.received() && over(openedAt, headerNanos);
        if (silent || headerIsLate()) {
            connection.worker.metrics().limitHit(Limit.HEADER_TIMEOUT);
            connection.fail(ErrorCode.NO_ERROR, "a frame did not come whole in time");
            return false;
        }
        if (connection.context.channel().isWritable()) {
            unwritable = false;
        } else if (!unwritable) {
            unwritable = true;
            unwritableSince = connection.clock;
        } else if (over(unwritableSince, writeNanos)) {
            connection.worker.metrics().limitHit(Limit.WRITE_TIMEOUT);
            connection.close(connection.connectionFault("the client reads nothing"));
            return false;
        }
        if (draining && over(drainSince, DRAIN_MILLIS * 1_000_000L)) {
            connection.completeDrain();
        }
        if (connection.streams.isEmpty()) {
            if (over(emptySince, draining ? Math.min(idleNanos, writeNanos) : idleNanos)) {
                if (draining) {
                    connection.close(connection.connectionFault("drained"));
                    return false;
                }
                connection.worker.metrics().limitHit(Limit.IDLE_TIMEOUT);
                connection.drain();
            }
        } else {
            emptySince = connection.clock;
        }
        return true;
    }

    private boolean headerIsLate() {
        boolean open = connection.headerBlock.isOpen();
        if (open && !blockOpen) {
            blockSince = connection.clock;
        }
        blockOpen = open;
        if (!connection.isMidFrame()) {
            midFrameCount = -1;
        } else if (midFrameCount != connection.framesRead()) {
            midFrameCount = connection.framesRead();
            midFrameSince = connection.clock;
        } else if (over(midFrameSince, headerNanos)) {
            return true;
        }
        return open && over(blockSince, headerNanos);
    }

    private void lookAtStreams() {
        due.addAll(connection.streams.values());
        for (Http2Stream stream : due) {
            if (!stream.closed) {
                lookAt((Http2ServerStream) stream);
            }
        }
        due.clear();
    }

    private void lookAt(Http2ServerStream stream) {
        if (stream.hasQueued()) {
            if (stream.sentBytes() - stream.takenBytes >= LEAST_TAKEN) {
                stream.takenAt = connection.clock;
                stream.takenBytes = stream.sentBytes();
            } else if (over(stream.takenAt, writeNanos)) {
                connection.onWriteTimeout(stream);
                return;
            }
        } else if (stream.sentBytes() != stream.takenBytes) {
            stream.takenAt = connection.clock;
            stream.takenBytes = stream.sentBytes();
        }
        if (stream.remoteEnded || stream.isPaused() || connection.isHoldingBack()) {
            stream.receivedAt = connection.clock;
            stream.measureRate();
            return;
        }
        if (stream.tunnel) {
            if (over(Math.max(stream.receivedAt, stream.takenAt), tunnelNanos)) {
                connection.onBodyTimeout(stream, Limit.TUNNEL_IDLE_TIMEOUT);
            }
        } else if (stream.isConversation()) {
            // Its messages come when they come; the exchange bounds its silence.
            stream.receivedAt = connection.clock;
        } else if (over(stream.receivedAt, bodyNanos)) {
            connection.onBodyTimeout(stream, Limit.BODY_TIMEOUT);
        } else if (isTooSlow(stream)) {
            connection.onBodyTimeout(stream, Limit.BODY_RATE);
        }
    }

    private boolean isTooSlow(Http2ServerStream stream) {
        long elapsed = connection.clock - stream.rateStart;
        if (leastRate == 0 || elapsed < RATE_GRACE_NANOS + periodMillis * 1_000_000L) {
            return false;
        }
        long bytes = stream.receivedBytes() - stream.rateBytes;
        return bytes < elapsed / 1_000_000_000.0 * leastRate;
    }
}
