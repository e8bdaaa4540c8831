package dev.maneki.proxy.access;

import dev.maneki.proxy.metrics.WorkerMetrics;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One worker's side of an access log: encodes into a buffer of its own, hands over full ones and
 * gets empty ones back. A buffer that does not fill is handed over after {@link
 * AccessLog#FLUSH_MILLIS}; nothing is scheduled while nothing is recorded.
 */
final class BufferedRecorder implements AccessRecorder, Runnable {
    /** A buffer goes once it holds so much. */
    private static final int FULL = 64 * 1024;

    /** Room for the line that fills it; a longer one makes it grow. */
    private static final int SLACK = 4 * 1024;

    private final AccessLog log;
    private final AccessFormat format;
    private final ScheduledExecutorService loop;
    private final WorkerMetrics metrics;
    private final BufferRing full;
    private final BufferRing empty;
    private int unused;
    private @Nullable LineBuffer filling;
    private boolean flushScheduled;

    /** Has up to {@code buffers} buffers, a power of two; made when they are first needed. */
    BufferedRecorder(
            AccessLog log,
            AccessFormat format,
            ScheduledExecutorService loop,
            WorkerMetrics metrics,
            int buffers) {
        this.log = log;
        this.format = format;
        this.loop = loop;
        this.metrics = metrics;
        this.full = new BufferRing(buffers);
        this.empty = new BufferRing(buffers);
        this.unused = buffers;
    }

    @Override
    public boolean enabled() {
        return true;
    }

    @Override
    public void record(AccessRecord record) {
        LineBuffer buffer = filling();
        if (buffer == null) {
            metrics.accessRecordLost(1);
            return;
        }
        format.encode(record, buffer);
        buffer.recordEnded();
        metrics.accessRecordWritten();
        if (buffer.length() >= FULL) {
            handOver();
        } else if (!flushScheduled) {
            flushScheduled = true;
            var unusedFuture = loop.schedule(this, AccessLog.FLUSH_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The time to flush has come. */
    @Override
    public void run() {
        flushScheduled = false;
        handOver();
    }

    /** Hands over what there is. Event loop only, or after it has ended. */
    void handOver() {
        LineBuffer buffer = filling;
        if (buffer != null && buffer.length() > 0) {
            filling = null;
            full.add(buffer);
            log.wake();
        }
    }

    /** Where closing the log must hand over. */
    ScheduledExecutorService loop() {
        return loop;
    }

    /** For the writer: buffers to write. */
    BufferRing full() {
        return full;
    }

    /** For the writer: takes an empty buffer back. */
    void giveBack(LineBuffer buffer) {
        buffer.clear();
        empty.add(buffer);
    }

    private @Nullable LineBuffer filling() {
        if (filling == null) {
            filling = empty.take();
            if (filling == null && unused > 0) {
                unused--;
                filling = new LineBuffer(FULL + SLACK);
            }
        }
        return filling;
    }
}
