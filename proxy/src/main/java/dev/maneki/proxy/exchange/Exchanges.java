package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.access.AccessRecord;
import dev.maneki.proxy.access.AccessRecorder;
import dev.maneki.proxy.metrics.HttpProtocol;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.proxy.metrics.RouteCounters;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Limit;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Opens an exchange for every request of one worker, and keeps what exchanges use again. Event loop
 * only, but {@link #overloaded(boolean)}.
 */
public final class Exchanges implements ServerStreamHandler.Factory {
    private static final int KEPT_RECORDS = 256;

    private final Worker worker;
    private final AccessRecorder recorder;
    private final RouteCounters noListener;
    private final ArrayDeque<AccessRecord> records = new ArrayDeque<>();
    private final ResponseHead scratchHead = new ResponseHead();
    private volatile boolean overloaded;
    private long microsOffset = wallMicros() - System.nanoTime() / 1_000;
    private int untilOffset;

    /** For the requests of {@code worker}. */
    public Exchanges(Worker worker, MetricsRegistry metrics) {
        this.worker = worker;
        this.recorder = worker.accessRecorder();
        this.noListener = metrics.noListener();
    }

    /**
     * Whether new requests are to be refused for the time being: the process has run out of room.
     */
    public void overloaded(boolean refuse) {
        overloaded = refuse;
    }

    @Override
    public ServerStreamHandler open(ServerStream stream, boolean requestEnded) {
        Exchange exchange = new Exchange(this, stream, takeRecord(), requestEnded);
        if (overloaded) {
            worker.metrics().limitHit(Limit.PROCESS_BUFFER);
            exchange.reply(
                    Reason.OVERLOADED, "the gateway has no room for new requests at the moment");
        } else {
            Dispatch.begin(exchange);
        }
        return exchange.listener();
    }

    @Override
    public void refused(ServerConnection connection, Reason reason, int status, String detail) {
        AccessRecord record = takeRecord();
        record.startMicros = nowMicros();
        record.connection = Peer.of(connection).labels();
        record.protocol = connection.protocol();
        record.status = status;
        record.reason = reason;
        record.detail = detail;
        worker.metrics()
                .requestRefused(
                        noListener,
                        HttpProtocol.of(connection.protocol()),
                        status,
                        reason,
                        0,
                        0,
                        0);
        finish(record);
    }

    Worker worker() {
        return worker;
    }

    /** A head to build an answer in; used up before control goes back to the event loop. */
    ResponseHead scratchHead() {
        return scratchHead;
    }

    AccessRecord takeRecord() {
        AccessRecord record = records.poll();
        return record == null ? new AccessRecord() : record;
    }

    /** Counts a request that is over, and writes its record. */
    void ended(AccessRecord record, RouteCounters counters, HttpProtocol protocol) {
        record.durationMicros = nowMicros() - record.startMicros;
        worker.metrics()
                .requestEnded(
                        counters,
                        protocol,
                        record.status,
                        record.reason,
                        record.durationMicros,
                        record.requestBytes,
                        record.responseBytes);
        finish(record);
    }

    /** Writes a record and takes it back. */
    void finish(AccessRecord record) {
        recorder.record(record);
        record.clear();
        if (records.size() < KEPT_RECORDS) {
            records.push(record);
        }
    }

    /** Microseconds since 1970, by the monotonic clock: one cheap reading a request. */
    long nowMicros() {
        if (untilOffset-- == 0) {
            untilOffset = 1_024;
            microsOffset = wallMicros() - System.nanoTime() / 1_000;
        }
        return worker.clock().nanos() / 1_000 + microsOffset;
    }

    /** Seconds since 1970. */
    long nowSeconds() {
        return nowMicros() / 1_000_000;
    }

    private static long wallMicros() {
        return TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    }

    /** For requests that reach no listener. */
    RouteCounters noListener() {
        return noListener;
    }
}
