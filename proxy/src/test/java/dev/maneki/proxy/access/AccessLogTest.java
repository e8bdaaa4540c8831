package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.metrics.WorkerMetrics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogTest {
    /** More than any test here fills. */
    private static final int MANY = 64;

    private static final int FEW = 4;
    private static final long RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final ScheduledThreadPoolExecutor loop = new ScheduledThreadPoolExecutor(1);
    private final WorkerMetrics metrics = new WorkerMetrics(0);
    private final List<String> messages = new CopyOnWriteArrayList<>();
    private final Collected sink = new Collected();

    /** Keeps what is written; can be blocked, and made to fail. */
    private static final class Collected implements AccessSink {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final AtomicInteger failures = new AtomicInteger();
        final CountDownLatch firstWrite = new CountDownLatch(1);
        volatile CountDownLatch gate = new CountDownLatch(0);
        volatile boolean closed;

        @Override
        public void write(ByteBuffer records) throws IOException {
            firstWrite.countDown();
            try {
                gate.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                // Half of it is taken before it fails, as a full disk does.
                take(records, records.remaining() / 2);
                throw new IOException("no space");
            }
            take(records, records.remaining());
        }

        private synchronized void take(ByteBuffer records, int count) {
            byte[] taken = new byte[count];
            records.get(taken);
            bytes.writeBytes(taken);
        }

        synchronized List<String> lines() {
            return bytes.toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @AfterEach
    void endLoop() {
        loop.shutdownNow();
    }

    @Test
    void closingWritesEverythingInOrder() throws Exception {
        AccessLog log = log(MANY);
        record(log.recorder(loop, metrics), 2_000);

        log.close();

        assertThat(sink.lines().size()).isEqualTo(2_000);
        assertThat(sink.lines().get(1_999)).contains("\"status\":1999");
        assertThat(sink.closed).isTrue();
        assertThat(metrics.accessRecordsWritten()).isEqualTo(2_000);
        assertThat(metrics.accessRecordsLost()).isZero();
    }

    @Test
    void aLoneRecordIsWrittenThenNothingWakesUp() throws Exception {
        try (AccessLog log = log(MANY)) {
            record(log.recorder(loop, metrics), 1);

            // Ends only if the record comes without anything else happening.
            sink.firstWrite.await();
            assertThat(loop.getQueue()).isEmpty();
        }
    }

    @Test
    void workersShareASink() throws Exception {
        ScheduledExecutorService secondLoop = Executors.newSingleThreadScheduledExecutor();
        WorkerMetrics secondMetrics = new WorkerMetrics(1);
        AccessLog log = log(MANY);
        record(log.recorder(loop, metrics), 1_000);
        record(secondLoop, log.recorder(secondLoop, secondMetrics), 1_000);

        log.close();
        secondLoop.shutdown();

        assertThat(sink.lines().size()).isEqualTo(2_000);
        assertThat(sink.lines().stream().allMatch(line -> line.endsWith("}"))).isTrue();
    }

    @Test
    void aSinkThatHangsCostsRecordsNotRequests() throws Exception {
        sink.gate = new CountDownLatch(1);
        AccessLog log = log(FEW);

        // Returns although nothing is ever written: no request waits.
        record(log.recorder(loop, metrics), 20_000);

        assertThat(metrics.accessRecordsLost()).isPositive();
        assertThat(metrics.accessRecordsWritten() + metrics.accessRecordsLost()).isEqualTo(20_000);
        sink.gate.countDown();
        log.close();
        assertThat(sink.lines().size()).isEqualTo((int) metrics.accessRecordsWritten());
        assertThat(
                        sink.lines().stream()
                                .allMatch(line -> line.startsWith("{") && line.endsWith("}")))
                .isTrue();
    }

    @Test
    void afterAHangRecordsAreWrittenAgain() throws Exception {
        sink.gate = new CountDownLatch(1);
        AccessLog log = log(FEW);
        AccessRecorder recorder = log.recorder(loop, metrics);
        record(recorder, 20_000);
        sink.gate.countDown();
        long lostBefore = metrics.accessRecordsLost();
        long written = metrics.accessRecordsWritten();
        // All buffers are back once all that was handed over has arrived.
        while (sink.lines().size() < written) {
            Thread.onSpinWait();
            Thread.sleep(1);
        }

        record(recorder, 10);
        log.close();

        assertThat(sink.lines().size()).isEqualTo((int) written + 10);
        assertThat(metrics.accessRecordsLost()).isEqualTo(lostBefore);
    }

    @Test
    void aFailureIsToldOnceAndTriedAgain() throws Exception {
        sink.failures.set(3);
        AccessLog log = log(MANY);
        record(log.recorder(loop, metrics), 1);
        while (sink.lines().isEmpty() || messages.size() < 2) {
            Thread.sleep(1);
        }
        log.close();

        assertThat(log.sinkErrors()).isEqualTo(3);
        assertThat(messages)
                .containsExactly(
                        "access log: writing failed, trying again each second: no space",
                        "access log: writing works again");
        assertThat(sink.lines()).singleElement().asString().startsWith("{").endsWith("}");
    }

    @Test
    void aSinkThatFailsForEverDoesNotHoldUpTheEnd() throws Exception {
        sink.failures.set(Integer.MAX_VALUE);
        AccessLog log = log(MANY);
        record(log.recorder(loop, metrics), 100);

        log.close();

        assertThat(log.abandoned()).isEqualTo(100);
        assertThat(sink.closed).isTrue();
    }

    @Test
    void whatAnEndedWorkerLeftIsWritten() throws Exception {
        AccessLog log = log(MANY);
        record(log.recorder(loop, metrics), 3);
        loop.shutdownNow();

        log.close();

        assertThat(sink.lines().size()).isEqualTo(3);
    }

    @Test
    void opensWhatACommandLineAsksFor(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("access.log");
        AccessLog log = AccessLog.to(file.toString(), false, messages::add).orElseThrow();
        record(log.recorder(loop, metrics), 2);
        log.close();

        assertThat(file).content().startsWith("{").hasLineCount(2);
        assertThat(AccessLog.to("off", false, messages::add)).isEmpty();
    }

    private AccessLog log(int buffers) {
        return new AccessLog(JsonFormat::new, sink, messages::add, buffers, RETRY_NANOS);
    }

    private void record(AccessRecorder recorder, int count) throws Exception {
        record(loop, recorder, count);
    }

    private static void record(ScheduledExecutorService on, AccessRecorder recorder, int count)
            throws Exception {
        on.submit(
                        () -> {
                            AccessRecord record = Records.full();
                            for (int i = 0; i < count; i++) {
                                record.status = i;
                                recorder.record(record);
                            }
                        })
                .get();
    }
}
