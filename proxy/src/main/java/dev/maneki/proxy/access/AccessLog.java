package dev.maneki.proxy.access;

import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.metrics.WorkerMetrics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An access log: the workers' recorders on one side, a sink on the other, and the thread between
 * them. Safe from any thread.
 *
 * <p>While there is traffic a record reaches the sink within {@value #FLUSH_MILLIS} milliseconds;
 * while there is none, nothing wakes up. An error of the sink is told once until it works again,
 * and tried again each second; what piles up beyond the buffers meanwhile is lost, and counted.
 */
public final class AccessLog implements AutoCloseable {
    /** How long a record may stay in a buffer that does not fill. */
    static final long FLUSH_MILLIS = 100;

    /** Buffers of a worker, of 64 KiB each: a quarter of a second at 20,000 records a second. */
    private static final int BUFFERS = 64;

    private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long HAND_OVER_MILLIS = 1_000;
    private static final long CLOSE_MILLIS = 5_000;

    private final Supplier<? extends AccessFormat> formats;
    private final AccessSink sink;
    private final Consumer<String> messages;
    private final int buffers;
    private final long retryNanos;
    private final List<BufferedRecorder> recorders = new CopyOnWriteArrayList<>();
    private final AtomicLong abandoned = new AtomicLong();
    private final AtomicLong sinkErrors = new AtomicLong();
    private final Thread writer;
    private volatile boolean sleeping;
    private volatile boolean closing;
    private boolean failing;

    /**
     * Starts the writer thread.
     *
     * @param formats makes the format of each worker
     * @param sink where records go; closed with this log
     * @param messages is told, in one line each, when the sink fails and when it works again
     */
    public AccessLog(
            Supplier<? extends AccessFormat> formats, AccessSink sink, Consumer<String> messages) {
        this(formats, sink, messages, BUFFERS, RETRY_NANOS);
    }

    AccessLog(
            Supplier<? extends AccessFormat> formats,
            AccessSink sink,
            Consumer<String> messages,
            int buffers,
            long retryNanos) {
        this.formats = formats;
        this.sink = sink;
        this.messages = messages;
        this.buffers = buffers;
        this.retryNanos = retryNanos;
        this.writer = Thread.ofPlatform().name("access-log").daemon(true).unstarted(this::writeAll);
        writer.start();
    }

    /**
     * The log that a command line asks for.
     *
     * @param destination a file's path, {@code -} for standard output, {@code off} for none
     * @param terminal whether somebody reads standard output at a terminal: then it gets text for
     *     people; everything else gets JSON lines
     * @param messages as for {@link #AccessLog}
     * @return empty for {@code off}
     * @throws java.io.UncheckedIOException if the file cannot be opened; says what to do
     */
    public static Optional<AccessLog> to(
            String destination, boolean terminal, Consumer<String> messages) {
        return switch (destination) {
            case "off" -> Optional.empty();
            case "-" ->
                    Optional.of(
                            new AccessLog(
                                    terminal ? TextFormat::new : JsonFormat::new,
                                    new StdoutSink(),
                                    messages));
            default ->
                    Optional.of(
                            new AccessLog(
                                    JsonFormat::new, new FileSink(Path.of(destination)), messages));
        };
    }

    /**
     * A recorder for a worker.
     *
     * @param loop the worker's event loop, on which alone it is used
     * @param metrics where it counts
     */
    public AccessRecorder recorder(ScheduledExecutorService loop, WorkerMetrics metrics) {
        BufferedRecorder recorder =
                new BufferedRecorder(this, formats.get(), loop, metrics, buffers);
        recorders.add(recorder);
        return recorder;
    }

    /** Asks the sink to begin a new file, as after a rotation. */
    public void reopen() {
        sink.reopen();
    }

    /** Registers this log's own counters: {@code maneki_access_log_sink_errors_total}, … */
    public void register(MetricsRegistry registry) {
        registry.counter(
                "maneki_access_log_sink_errors_total",
                "Writes to the access log's sink that failed; they are tried again.",
                sinkErrors::get);
        registry.counter(
                "maneki_access_log_abandoned_records_total",
                "Records that were still unwritten when the access log had to end.",
                abandoned::get);
    }

    /** Records that were still unwritten when the log had to end. */
    public long abandoned() {
        return abandoned.get();
    }

    /** Writes that the sink refused. */
    public long sinkErrors() {
        return sinkErrors.get();
    }

    /**
     * Writes out everything recorded, and ends. Call it when no request runs any more, from a
     * thread that is no worker's. Waits for a slow sink five seconds, then gives up on it.
     */
    @Override
    public void close() {
        for (BufferedRecorder recorder : recorders) {
            handOver(recorder);
        }
        closing = true;
        LockSupport.unpark(writer);
        try {
            writer.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (writer.isAlive()) {
            messages.accept("access log: gave up waiting for its sink; the last records are lost");
        }
    }

    /** For recorders: there is something to write. */
    void wake() {
        if (sleeping) {
            LockSupport.unpark(writer);
        }
    }

    private static void handOver(BufferedRecorder recorder) {
        try {
            recorder.loop().submit(recorder::handOver).get(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            afterTermination(recorder);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // A worker that hangs keeps its last records; the others' are written.
        }
    }

    /** The worker's loop takes no more tasks: once it has ended, its buffer is this thread's. */
    private static void afterTermination(BufferedRecorder recorder) {
        try {
            if (recorder.loop().awaitTermination(HAND_OVER_MILLIS, TimeUnit.MILLISECONDS)) {
                recorder.handOver();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        while (true) {
            // Read before looking: what was handed over before closing is then seen.
            boolean last = closing;
            if (!writeRound()) {
                if (last) {
                    break;
                }
                sleep();
            }
        }
        try {
            sink.close();
        } catch (IOException e) {
            messages.accept("access log: closing failed: " + e.getMessage());
        }
    }

    /** Writes a buffer of each worker; false if there was none. */
    private boolean writeRound() {
        boolean wrote = false;
        for (BufferedRecorder recorder : recorders) {
            LineBuffer buffer = recorder.full().take();
            if (buffer != null) {
                write(buffer);
                recorder.giveBack(buffer);
                wrote = true;
            }
        }
        return wrote;
    }

    private void sleep() {
        sleeping = true;
        // A recorder adds, then looks at this flag; here the flag is set, then the queues are
        // looked at: one of the two sees the other.
        if (!closing && recorders.stream().allMatch(recorder -> recorder.full().isEmpty())) {
            LockSupport.park(this);
        }
        sleeping = false;
    }

    private void write(LineBuffer buffer) {
        ByteBuffer rest = ByteBuffer.wrap(buffer.array(), 0, buffer.length());
        while (rest.hasRemaining()) {
            try {
                sink.write(rest);
                works();
            } catch (IOException e) {
                fails(e);
                if (closing) {
                    abandoned.addAndGet(buffer.records());
                    return;
                }
                LockSupport.parkNanos(this, retryNanos);
            }
        }
    }

    private void fails(IOException error) {
        sinkErrors.incrementAndGet();
        if (!failing) {
            failing = true;
            messages.accept(
                    "access log: writing failed, trying again each second: " + error.getMessage());
        }
    }

    private void works() {
        if (failing) {
            failing = false;
            messages.accept("access log: writing works again");
        }
    }
}
