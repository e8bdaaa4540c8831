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
 * {@link Http1ServerStream}, what may take how long is {@link Http1ServerDeadlines}. A pipelined
 * request is parsed only after the response before it has been handed to the socket; until then its
 * bytes are kept and nothing more is read.
 */
public final class Http1ServerConnection extends Http1AcceptedConnection {
    /** Of a request that nobody wants, so much is read to save the connection. */
    static final int DISCARDED = 262_144;

    private static final int LINGER_BYTES = 1 << 20;
    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Where it stands in the diagram above. */
    enum State {
        HEAD,
        BODY,
        WAITING,
        TUNNEL,
        DISCARDING,
        LINGERING,
        CLOSED
    }

    private final ServerStreamHandler.Factory factory;
    private final RequestReader request;
    private final Http1ServerStream stream;
    private final Http1ServerTimeouts timeouts = new Http1ServerTimeouts();
    private final Http1ServerDeadlines deadlines;
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
        this.request = new RequestReader(tls != null);
        this.stream = new Http1ServerStream(this, request.head());
        this.deadlines = new Http1ServerDeadlines(this, stream, timeouts);
        this.limits = listen.limits();
        request.begin(limits);
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
                return Http1Input.CONTINUE;
            }
            case BODY, DISCARDING -> {
                return input.readBody(in);
            }
            case WAITING -> {
                return Http1Input.HOLD;
            }
            case TUNNEL -> {
                if (input.paused()) {
                    return Http1Input.HOLD;
                }
                input.handOver();
                bodyData(in);
                return Http1Input.HANDED;
            }
            case LINGERING -> {
                budget -= in.readableBytes();
                in.skipBytes(in.readableBytes());
                if (budget < 0) {
                    close();
                }
                return Http1Input.CONTINUE;
            }
            case CLOSED -> {
                in.skipBytes(in.readableBytes());
                return Http1Input.CONTINUE;
            }
        }
        return Http1Input.HOLD;
    }

    private void readHead(ByteBuf in) {
        boolean first = !request.started();
        switch (request.read(in)) {
            case HeadParser.DONE -> open();
            case HeadParser.REFUSED -> refuse();
            default -> {
                if (first) {
                    timeouts.headFrom(lastRead());
                }
            }
        }
    }

    private void open() {
        RequestHead head = request.head();
        requestBytes = 0;
        boolean ended = request.bodyless();
        if (ended) {
            state = State.WAITING;
        } else {
            state = State.BODY;
            timeouts.bodyFrom(lastRead());
            if (request.chunked()) {
                body.beginChunked(
                        limits.bound(Limit.TRAILER_BYTES), limits.bound(Limit.HEADER_COUNT));
            } else {
                body.beginLength(head.contentLength());
            }
        }
        stream.begin(head, request.http11(), request.keepAlive() && !draining);
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
    void breakOff(StreamFault fault, int status) {
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

    private void refuse() {
        Refusal refusal = request.refusal();
        limitHit(refusal.limit());
        if (refusal == Refusal.NOT_HTTP) {
            // A failed preface of HTTP/2, or another protocol: the peer could not read an answer of
            // HTTP/1.1, and the end of the connection tells it as much (RFC 9113 section 3.4).
            state = State.CLOSED;
            close();
            factory.refused(this, refusal.reason(), request.status(), request.detail());
        } else {
            refuse(refusal.reason(), request.status(), request.detail());
        }
    }

    /** Answers a request that does not become a stream, and reads no other. */
    void refuse(Reason reason, int status, String detail) {
        writeError(status, detail);
        linger();
        factory.refused(this, reason, status, detail);
    }

    void limitHit(@Nullable Limit limit) {
        if (limit != null) {
            worker.metrics().limitHit(limit);
        }
    }

    private void writeError(int status, String detail) {
        HeadEncoder encoder = output().encoder();
        ErrorResponse.encode(encoder, status, detail, request.answerBodyless());
        encoder.writeTo(output().room(encoder.length()));
    }

    // ---- after a response

    /** The stream has written its last byte, and it was flushed. */
    @Override
    void flushed() {
        if (state == State.TUNNEL && input.holding()) {
            // What the client has sent behind its request.
            input.proceed();
        }
        if (!stream.ended() || waitsForDrained) {
            return;
        }
        if (output().drained()) {
            finished();
        } else {
            waitsForDrained = true;
            timeouts.blockedFrom(worker().clock().nanos(), output().bytesBeforeUnwritable());
            deadlines.schedule();
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
            if (state == State.WAITING && !input.holding()) {
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
            input.resume();
            input.proceed();
        }
    }

    /** Gets ready for the next request, and reads it if it has come already. */
    private void next() {
        limits = listenContext().limits();
        request.begin(limits);
        state = State.HEAD;
        timeouts.idleFrom(worker().clock().nanos());
        input.resume();
        input.proceed();
        deadlines.schedule();
    }

    /**
     * Closes in a way that the client still gets what was written: a socket closed with input
     * unread answers with a reset, which may overtake the response (RFC 9112 section 9.6).
     */
    void linger() {
        state = State.LINGERING;
        budget = LINGER_BYTES;
        timeouts.lingerUntil(worker().clock().nanos() + LINGER_NANOS);
        input.drop();
        output().enqueue();
        output().end();
        input.resume();
        input.proceed();
        deadlines.schedule();
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
                deadlines.schedule();
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
        closeWith(reset);
    }

    /** The response was a 101: from now on bytes are passed as they come. */
    void startTunnel() {
        state = State.TUNNEL;
        timeouts.activity(worker().clock().nanos());
        deadlines.schedule();
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
        if (input.ended() || state == State.TUNNEL) {
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
        if (!input.paused()) {
            timeouts.pausedAt(worker().clock().nanos());
            input.pause();
        }
    }

    void resumeRequest() {
        if (input.paused()) {
            timeouts.resumedAt(worker().clock().nanos());
            input.resume();
        }
    }

    State state() {
        return state;
    }

    Limits limits() {
        return limits;
    }

    /** Whether a byte of the next request has come. */
    boolean requestStarted() {
        return request.started();
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
        deadlines.schedule();
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
            deadlines.schedule();
        }
    }

    @Override
    void timeUp(long now) {
        deadlines.look(now);
    }

    /** It is of no use any more to wait for the client. */
    void giveUp(StreamFault fault, boolean reset) {
        state = State.CLOSED;
        stream.reset(fault);
        closeWith(reset);
    }

    /** Nothing was asked for in a long time. */
    void closeIdle() {
        state = State.CLOSED;
        close();
    }

    private void closeWith(boolean reset) {
        if (reset) {
            closeWithReset();
        } else {
            close();
        }
    }

    // ---- the end

    @Override
    void disconnected() {
        state = State.CLOSED;
        stream.reset(StreamFault.of(Reason.CLIENT_GONE, "the client closed the connection"));
    }

    @Override
    void failed(Throwable cause) {
        giveUp(
                ours(cause)
                        ? StreamFault.of(Reason.INTERNAL_ERROR, cause.toString())
                        : StreamFault.of(Reason.CLIENT_GONE, "the client reset the connection"),
                false);
    }

    @Override
    public void drain() {
        if (!worker.loop().inEventLoop()) {
            worker.loop().execute(this::drain);
            return;
        }
        worker.clock().refresh();
        draining = true;
        if (state == State.HEAD && !request.started() && !closed()) {
            timeouts.idleFrom(worker().clock().nanos());
            deadlines.schedule();
        }
    }
}
