package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ListenContext;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection in HTTP/1.1: reads its requests one after the other.
 *
 * <pre>
 *            ┌──────────────── response out, request read ────────────────┐
 *            ▼                                                            │
 *   HEAD ── head, no body ──────────────────────────► WAITING ───────────┤
 *     │                                                ▲   └─ 101 ─► TUNNEL
 *     ├──── head, body ──► BODY ── body read ──────────┘
 *     │                     └───── response out ──► DISCARDING ── rest read ─► HEAD
 *     └──── refused ──► LINGERING ── client closes, or time is up ─► CLOSED
 * </pre>
 *
 * <p>It is the last handler of its pipeline, and the only one besides TLS. The response half is
 * {@link Http1ServerStream}, the clocks are {@link ServerTimeouts}. A pipelined request is parsed
 * only after the response before it has been handed to the socket; until then its bytes are kept
 * and nothing more is read.
 */
public final class Http1ServerConnection extends AcceptedConnection {
    /** Of a request that nobody wants, so much is read to save the connection. */
    static final int DISCARDED = 65_536;

    private static final int LINGER_BYTES = 1 << 20;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Arenas that a request has blown up above this are not kept. */
    private static final int KEPT_ARENA = 16_384;

    private enum State {
        HEAD,
        BODY,
        WAITING,
        TUNNEL,
        DISCARDING,
        LINGERING,
        CLOSED
    }

    private final ServerStreamHandler.Factory factory;
    private final RequestRules rules = new RequestRules();
    private final Http1ServerStream stream = new Http1ServerStream(this);
    private final ServerTimeouts timeouts = new ServerTimeouts();
    private RequestHead head = new RequestHead();
    private final RequestParser parser = new RequestParser(head);
    private Limits limits;
    private State state = State.HEAD;
    private boolean draining;
    private boolean waitsForDrained;
    private long requestBytes;
    private int budget;

    /**
     * A connection that was accepted on {@code worker}; add it to the channel's pipeline.
     *
     * @param listen the port it came in by
     * @param factory makes the exchange of each request
     * @param tls what the handshake said, null in the clear
     */
    public Http1ServerConnection(
            Worker worker,
            ListenContext listen,
            ServerStreamHandler.Factory factory,
            @Nullable TlsInfo tls) {
        super(worker, listen, tls);
        this.factory = factory;
        this.limits = listen.limits();
        parser.begin(head, limits);
    }

    @Override
    void attached() {
        rememberAddresses();
        bufferLimit(limits.bound(Limit.CONNECTION_BUFFER));
        timeouts.idleFrom(lastRead());
        readDone();
    }

    // ---- reading requests

    @Override
    int step(ByteBuf in) {
        switch (state) {
            case HEAD -> {
                readHead(in);
                return CONTINUE;
            }
            case BODY, DISCARDING -> {
                return readBody(in);
            }
            case WAITING -> {
                return HOLD;
            }
            case TUNNEL -> {
                if (paused()) {
                    return HOLD;
                }
                handOver();
                bodyData(in);
                return HANDED;
            }
            case LINGERING -> {
                budget -= in.readableBytes();
                in.skipBytes(in.readableBytes());
                if (budget < 0) {
                    close();
                }
                return CONTINUE;
            }
            case CLOSED -> {
                in.skipBytes(in.readableBytes());
                return CONTINUE;
            }
        }
        return HOLD;
    }

    private void readHead(ByteBuf in) {
        boolean first = !parser.started();
        switch (parser.read(in)) {
            case HeadParser.DONE -> open();
            case HeadParser.REFUSED -> refuse(parser.refusal(), parser.refusal().detail());
            default -> {
                if (first) {
                    timeouts.headFrom(lastRead());
                }
            }
        }
    }

    private void open() {
        Refusal refusal = rules.apply(head, parser, tls() != null);
        if (refusal != null) {
            boolean target = refusal == Refusal.BAD_TARGET || refusal == Refusal.BAD_HOST;
            refuse(refusal, target ? rules.targetFault().text() : refusal.detail());
            return;
        }
        requestBytes = 0;
        boolean ended = !rules.chunked() && head.contentLength() <= 0;
        if (ended) {
            state = State.WAITING;
        } else {
            state = State.BODY;
            timeouts.bodyFrom(lastRead());
            if (rules.chunked()) {
                body.beginChunked(
                        limits.bound(Limit.TRAILER_BYTES), limits.bound(Limit.HEADER_COUNT));
            } else {
                body.beginLength(head.contentLength());
            }
        }
        stream.begin(head, parser.http11(), rules.keepAlive() && !draining);
        // What a tunnel will carry counts as a body that has not ended.
        stream.handler(factory.open(stream, ended && head.upgrade().isEmpty()));
    }

    @Override
    void bodyData(ByteBuf data) {
        int count = data.readableBytes();
        requestBytes += count;
        if (state == State.DISCARDING || stream.ended()) {
            data.release();
            budget -= count;
            if (state == State.DISCARDING && budget < 0) {
                linger();
            }
        } else {
            stream.handler().onData(data);
        }
    }

    @Override
    boolean readingBody() {
        return state == State.BODY || state == State.DISCARDING;
    }

    @Override
    void bodyEnded(@Nullable HeaderFields trailers) {
        if (state == State.DISCARDING) {
            next();
            return;
        }
        state = State.WAITING;
        if (!stream.ended()) {
            stream.handler().onEnd(trailers);
        }
    }

    @Override
    void bodyRefused(Refusal refusal) {
        limitHit(refusal.limit());
        if (state == State.DISCARDING) {
            linger();
        } else if (stream.ended()) {
            stream.closeAfterwards();
            state = State.WAITING;
        } else {
            breakOff(
                    new StreamFault(Reason.CLIENT_PROTOCOL_ERROR, false, refusal.detail()),
                    refusal.status());
        }
    }

    /** The request cannot be read to its end: answers with {@code status} if it still can. */
    private void breakOff(StreamFault fault, int status) {
        boolean answer = !stream.headSent();
        stream.reset(fault);
        if (answer) {
            writeError(status, fault.detail());
            linger();
        } else {
            state = State.CLOSED;
            close();
        }
    }

    private void refuse(Refusal refusal, String detail) {
        limitHit(refusal.limit());
        int status =
                refusal == Refusal.BAD_TARGET ? rules.targetFault().status() : refusal.status();
        if (refusal == Refusal.NOT_HTTP) {
            // A failed preface of HTTP/2, or another protocol: the peer could not read an answer of
            // HTTP/1.1, and the end of the connection tells it as much (RFC 9113 section 3.4).
            state = State.CLOSED;
            close();
        } else {
            writeError(status, detail);
            linger();
        }
        factory.refused(this, refusal.reason(), status, detail);
    }

    private void limitHit(@Nullable Limit limit) {
        if (limit != null) {
            worker.metrics().limitHit(limit);
        }
    }

    private void writeError(int status, String detail) {
        HeadEncoder encoder = output().encoder();
        boolean bodyless = parser.lineRead() && head.method().equals("HEAD");
        ErrorResponse.encode(encoder, status, detail, bodyless);
        encoder.writeTo(output().room(encoder.length()));
    }

    // ---- after a response

    /** The stream has written its last byte, and it was flushed. */
    @Override
    void flushed() {
        if (state == State.TUNNEL && holding()) {
            // What the client has sent behind its request.
            proceed();
        }
        if (!stream.ended() || waitsForDrained) {
            return;
        }
        if (output().drained()) {
            finished();
        } else {
            waitsForDrained = true;
            timeouts.blockedFrom(worker().clock().nanos(), output().bytesBeforeUnwritable());
            schedule();
            output().whenDrained(
                            () -> {
                                waitsForDrained = false;
                                timeouts.unblocked();
                                finished();
                            });
        }
    }

    private void finished() {
        stream.finish();
        if (state == State.CLOSED || state == State.LINGERING) {
            return;
        }
        if (state == State.TUNNEL) {
            state = State.CLOSED;
            close();
        } else if (!stream.keepsAlive()) {
            if (state == State.WAITING && !holding()) {
                state = State.CLOSED;
                close();
            } else {
                linger();
            }
        } else if (state == State.WAITING) {
            next();
        } else if (body.atLeast() > DISCARDED) {
            linger();
        } else {
            state = State.DISCARDING;
            budget = DISCARDED;
            resume();
            proceed();
        }
    }

    /** Gets ready for the next request, and reads it if it has come already. */
    private void next() {
        if (head.fields().array().length > KEPT_ARENA) {
            head = new RequestHead();
        }
        limits = listenContext().limits();
        parser.begin(head, limits);
        state = State.HEAD;
        timeouts.idleFrom(worker().clock().nanos());
        resume();
        proceed();
        schedule();
    }

    /**
     * Closes in a way that the client still gets what was written: a socket closed with input
     * unread answers with a reset, which may overtake the response (RFC 9112 section 9.6).
     */
    private void linger() {
        state = State.LINGERING;
        budget = LINGER_BYTES;
        timeouts.lingerUntil(worker().clock().nanos() + LINGER_NANOS);
        dropHeld();
        output().enqueue();
        output().end();
        resume();
        proceed();
        schedule();
    }

    @Override
    void inputFinished() {
        switch (state) {
            case HEAD, DISCARDING -> {
                state = State.CLOSED;
                close();
            }
            case LINGERING -> output().whenDrained(this::close);
            case BODY ->
                    breakOff(
                            StreamFault.of(Reason.CLIENT_GONE, "closed within its request"),
                            Reason.BAD_REQUEST.status());
            case WAITING -> {
                // It may have ended its direction only and wait for the response; or be gone.
                stream.closeAfterwards();
                timeouts.inputEndedAt(worker().clock().nanos());
                schedule();
            }
            case TUNNEL -> stream.tunnelInputEnded();
            case CLOSED -> {}
        }
    }

    // ---- for the stream

    /** The stream was broken off by its exchange. */
    void aborted(boolean reset) {
        state = State.CLOSED;
        output().flushNow();
        if (reset) {
            closeWithReset();
        } else {
            close();
        }
    }

    /** The response was a 101: from now on bytes are passed as they come. */
    void startTunnel() {
        state = State.TUNNEL;
        timeouts.activity(worker().clock().nanos());
        schedule();
    }

    /** Whether the request's last byte has been read. */
    boolean requestRead() {
        return state == State.WAITING;
    }

    /** Whether so much of the request is still to come that it is not read for its own sake. */
    boolean muchToDiscard() {
        return state == State.BODY && body.atLeast() > DISCARDED;
    }

    /** Notes that something is being written, where somebody wants to know. */
    void noteWrite() {
        if (inputEnded() || state == State.TUNNEL) {
            timeouts.activity(worker().clock().nanos());
        }
    }

    /** The client was told to send its body: the clock for it starts. */
    void bodyAwaited() {
        if (state == State.BODY) {
            timeouts.bodyFrom(worker().clock().nanos());
        }
    }

    void pauseRequest() {
        if (!paused()) {
            timeouts.pausedAt(worker().clock().nanos());
            pause();
        }
    }

    void resumeRequest() {
        if (paused()) {
            timeouts.resumedAt(worker().clock().nanos());
            resume();
        }
    }

    long requestBytes() {
        return requestBytes;
    }

    boolean draining() {
        return draining;
    }

    // ---- time

    @Override
    void readDone() {
        schedule();
    }

    private void schedule() {
        alarm(due());
    }

    private long due() {
        long due =
                switch (state) {
                    case HEAD -> timeouts.headDue(parser.started(), draining, limits);
                    case BODY, DISCARDING ->
                            paused() || stream.waitsWithContinue()
                                    ? Long.MAX_VALUE
                                    : timeouts.bodyDue(lastRead(), limits);
                    case WAITING ->
                            inputEnded() && output().writable()
                                    ? timeouts.halfClosedDue()
                                    : Long.MAX_VALUE;
                    case TUNNEL -> timeouts.tunnelDue(lastRead(), limits);
                    case LINGERING -> timeouts.lingerDue();
                    case CLOSED -> Long.MAX_VALUE;
                };
        return ServerTimeouts.earlier(due, timeouts.writeDue(limits));
    }

    @Override
    void writabilityChanged(boolean writable) {
        if (writable) {
            if (!waitsForDrained) {
                timeouts.unblocked();
            }
            if (stream.handlerOpen()) {
                stream.handler().onWritable();
            }
        } else {
            timeouts.blockedFrom(worker().clock().nanos(), output().bytesBeforeUnwritable());
            schedule();
        }
    }

    @Override
    void timeUp(long now) {
        if (timeouts.blocked() && timeouts.writeDue(limits) - now <= 0) {
            if (timeouts.progress(now, output().bytesBeforeUnwritable())) {
                alarm(due());
                return;
            }
            limitHit(Limit.WRITE_TIMEOUT);
            state = State.CLOSED;
            stream.reset(StreamFault.of(Reason.CLIENT_GONE, "took nothing of its response"));
            closeWithReset();
            return;
        }
        long due = due();
        if (due == Long.MAX_VALUE || due - now > 0) {
            alarm(due);
            return;
        }
        switch (state) {
            case HEAD -> headTimeout();
            case BODY -> bodyTimeout(now);
            case DISCARDING -> linger();
            case WAITING -> {
                state = State.CLOSED;
                stream.reset(StreamFault.of(Reason.CLIENT_GONE, "closed before its response"));
                close();
            }
            case TUNNEL -> {
                limitHit(Limit.TUNNEL_IDLE_TIMEOUT);
                state = State.CLOSED;
                stream.reset(StreamFault.of(Reason.STREAM_IDLE_TIMEOUT, "nothing in the tunnel"));
                close();
            }
            case LINGERING, CLOSED -> close();
        }
    }

    private void headTimeout() {
        if (parser.started()) {
            limitHit(Limit.HEADER_TIMEOUT);
            String detail = "the header section did not arrive in time";
            int status = Reason.REQUEST_TIMEOUT.status();
            writeError(status, detail);
            linger();
            factory.refused(this, Reason.REQUEST_TIMEOUT, status, detail);
        } else {
            limitHit(draining ? null : Limit.IDLE_TIMEOUT);
            state = State.CLOSED;
            close();
        }
    }

    private void bodyTimeout(long now) {
        boolean silent = timeouts.bodySilent(lastRead(), now, limits);
        if (!silent && !timeouts.bodyTooSlow(now, requestBytes, limits)) {
            schedule();
            return;
        }
        limitHit(silent ? Limit.BODY_TIMEOUT : Limit.BODY_RATE);
        if (stream.ended()) {
            stream.closeAfterwards();
            return;
        }
        breakOff(
                StreamFault.of(
                        Reason.REQUEST_TIMEOUT,
                        silent ? "the body stopped coming" : "the body comes too slowly"),
                Reason.REQUEST_TIMEOUT.status());
    }

    // ---- the end

    @Override
    void disconnected() {
        state = State.CLOSED;
        stream.reset(StreamFault.of(Reason.CLIENT_GONE, "the client closed the connection"));
    }

    @Override
    void failed(Throwable cause) {
        state = State.CLOSED;
        stream.reset(
                ours(cause)
                        ? StreamFault.of(Reason.INTERNAL_ERROR, cause.toString())
                        : StreamFault.of(Reason.CLIENT_GONE, "the client reset the connection"));
        close();
    }

    @Override
    public void drain() {
        if (!worker.loop().inEventLoop()) {
            worker.loop().execute(this::drain);
            return;
        }
        worker.clock().refresh();
        draining = true;
        if (state == State.HEAD && !parser.started() && !closed()) {
            timeouts.idleFrom(worker().clock().nanos());
            schedule();
        }
    }
}
