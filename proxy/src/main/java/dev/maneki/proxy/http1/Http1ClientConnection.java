package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a backend in HTTP/1.1: one request at a time, and reads its response.
 *
 * <pre>
 *   IDLE ── open ──► HEAD ── final head ──► BODY ── whole ──► ENDED ── nothing left over ──► IDLE
 *                    ▲  │└──── 101 ───────► TUNNEL              └───── otherwise ──────────► CLOSED
 *                    └──┘ 1xx
 * </pre>
 *
 * <p>It is the last handler of its pipeline, and the only one besides TLS; the channel is
 * connected. It is used again only if the request was sent whole, the response was valid and ended
 * by its own framing, and not a byte came that was not asked for.
 *
 * <p>It has no timeouts: the exchange has those of a stream, the pool those of an unused
 * connection.
 */
public final class Http1ClientConnection extends Http1Connection implements ClientConnection {
    private static final int MAX_INFORMATIONAL = 16;

    private enum State {
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        ENDED,
        CLOSED
    }

    private final Owner owner;
    private final Limits limits;
    private final ResponseHead head = new ResponseHead();
    private final ResponseParser parser = new ResponseParser(head);
    private final ResponseRules rules = new ResponseRules();
    private final BodyEncoder bodyEncoder = new BodyEncoder(this);
    private State state = State.IDLE;
    private @Nullable Http1ClientStream stream;
    private int informational;
    private boolean used;
    private boolean responseStarted;
    private boolean requestFlushed;
    private boolean draining;
    private boolean drainingTold;
    private long idleSince = System.nanoTime();

    /**
     * A connection over a channel that is connected; add it to the pipeline.
     *
     * @param owner the pool it belongs to
     */
    public Http1ClientConnection(Worker worker, Owner owner) {
        super(worker, true);
        this.owner = owner;
        this.limits = worker.limits();
    }

    @Override
    void attached() {
        bufferLimit(limits.bound(Limit.CONNECTION_BUFFER));
    }

    // ---- for the pool

    @Override
    public boolean available() {
        return state == State.IDLE && !draining && !closed() && !input.ended();
    }

    @Override
    public boolean multiplexed() {
        return false;
    }

    @Override
    public int activeStreams() {
        return stream == null ? 0 : 1;
    }

    @Override
    public ClientStream open(ClientStreamHandler handler) {
        if (!available()) {
            throw new IllegalStateException("the connection is not available");
        }
        Http1ClientStream opened = new Http1ClientStream(this, bodyEncoder, handler);
        stream = opened;
        state = State.HEAD;
        informational = 0;
        responseStarted = false;
        requestFlushed = false;
        parser.begin(head, limits);
        return opened;
    }

    @Override
    public void drain() {
        draining = true;
        if (state == State.IDLE) {
            state = State.CLOSED;
            close();
        }
    }

    @Override
    public long idleSince() {
        return idleSince;
    }

    // ---- reading responses

    @Override
    int step(ByteBuf in) {
        switch (state) {
            case HEAD -> {
                readHead(in);
                return Http1Input.CONTINUE;
            }
            case BODY -> {
                return input.readBody(in);
            }
            case TUNNEL -> {
                if (input.paused()) {
                    return Http1Input.HOLD;
                }
                input.handOver();
                bodyData(in);
                return Http1Input.HANDED;
            }
            case IDLE, ENDED, CLOSED -> {
                // Bytes that nobody asked for: taken for a response, they would be the next one's.
                in.skipBytes(in.readableBytes());
                state = State.CLOSED;
                close();
                return Http1Input.CONTINUE;
            }
        }
        return Http1Input.HOLD;
    }

    private void readHead(ByteBuf in) {
        if (!requestFlushed) {
            in.skipBytes(in.readableBytes());
            fail(new StreamFault(Reason.BACKEND_RESET, true, "bytes before the request was sent"));
            return;
        }
        responseStarted = true;
        switch (parser.read(in)) {
            case HeadParser.DONE -> headRead();
            case HeadParser.REFUSED -> refuse(parser.refusal());
            default -> {}
        }
    }

    private void headRead() {
        Http1ClientStream current = current();
        Refusal refusal =
                rules.apply(head, parser.http11(), current.headRequest(), current.upgrade());
        if (refusal != null) {
            refuse(refusal);
        } else if (head.status() == 101) {
            state = State.TUNNEL;
            tellDraining();
            current.switched();
            current.handler().onHead(head, false);
            if (current.writable()) {
                // Until the backend agreed nothing could be sent; whoever had to wait may go on.
                current.handler().onWritable();
            }
        } else if (head.status() < 200) {
            informational(current);
        } else {
            finalHead(current);
        }
    }

    private void informational(Http1ClientStream current) {
        if (++informational > MAX_INFORMATIONAL) {
            refuse(Refusal.TOO_MANY_INFORMATIONAL);
            return;
        }
        // A 100 that was not asked for is not the client's business.
        if (head.status() != 100 || current.takesContinue()) {
            current.handler().onInformational(head);
        }
        if (state == State.HEAD) {
            parser.begin(head, limits);
        }
    }

    private void finalHead(Http1ClientStream current) {
        if (!rules.keepAlive()) {
            tellDraining();
        }
        boolean end = rules.framing() == ResponseRules.Framing.NONE;
        if (!end) {
            state = State.BODY;
        }
        switch (rules.framing()) {
            case NONE -> state = State.ENDED;
            case LENGTH -> body.beginLength(head.contentLength());
            case CHUNKED ->
                    body.beginChunked(
                            limits.bound(Limit.TRAILER_BYTES),
                            limits.bound(Limit.RESPONSE_HEADER_COUNT));
            case UNTIL_CLOSE -> body.beginUntilClose();
        }
        current.responseStarts(end);
        current.handler().onHead(head, end);
    }

    @Override
    void bodyData(ByteBuf data) {
        Http1ClientStream current = stream;
        if (current == null) {
            data.release();
        } else {
            current.handler().onData(data);
        }
    }

    @Override
    boolean readingBody() {
        return state == State.BODY;
    }

    @Override
    void bodyEnded(@Nullable HeaderFields trailers) {
        state = State.ENDED;
        Http1ClientStream current = current();
        current.responseEnds();
        current.handler().onEnd(trailers);
    }

    @Override
    void bodyRefused(Refusal refusal) {
        refuse(refusal);
    }

    /** Only when a read has been worked off is it known that nothing unasked came with it. */
    @Override
    void readDone() {
        if (state != State.ENDED || closed()) {
            return;
        }
        Http1ClientStream ended = current();
        stream = null;
        input.resume();
        idleSince = worker.clock().nanos();
        boolean reusable = rules.keepAlive() && ended.requestEnded() && !draining && !input.ended();
        if (!reusable || input.holding()) {
            state = State.CLOSED;
            tellDraining();
            close();
            return;
        }
        used = true;
        state = State.IDLE;
        owner.onAvailable(this);
    }

    @Override
    void inputFinished() {
        switch (state) {
            case IDLE -> {
                state = State.CLOSED;
                close();
            }
            case HEAD -> fail(brokenOff());
            case BODY -> {
                if (rules.framing() == ResponseRules.Framing.UNTIL_CLOSE) {
                    bodyEnded(null);
                    readDone();
                } else {
                    fail(StreamFault.of(Reason.BACKEND_RESET, "closed within its response"));
                }
            }
            case TUNNEL -> current().tunnelInputEnded();
            case ENDED, CLOSED -> {}
        }
    }

    // ---- faults

    private void refuse(Refusal refusal) {
        Limit limit = refusal.limit();
        if (limit != null) {
            worker.metrics().limitHit(limit);
        }
        fail(StreamFault.of(Reason.BACKEND_INVALID_RESPONSE, refusal.detail()));
    }

    private StreamFault brokenOff() {
        return EarlyClose.fault(requestFlushed, responseStarted, used);
    }

    /** Ends the stream with a fault, and the connection with it. */
    void fail(StreamFault fault) {
        State before = state;
        state = State.CLOSED;
        Http1ClientStream current = stream;
        stream = null;
        if (current != null) {
            current.finish();
            if (before != State.ENDED) {
                current.handler().onReset(fault);
            }
        }
        close();
    }

    @Override
    void failed(Throwable cause) {
        if (state == State.CLOSED) {
            close();
        } else if (ours(cause)) {
            fail(StreamFault.of(Reason.INTERNAL_ERROR, cause.toString()));
        } else if (state == State.HEAD) {
            fail(brokenOff());
        } else {
            fail(StreamFault.of(Reason.BACKEND_RESET, "reset within its response"));
        }
    }

    @Override
    void disconnected() {
        if (state == State.HEAD) {
            fail(brokenOff());
        } else if (state == State.BODY || state == State.TUNNEL) {
            fail(StreamFault.of(Reason.BACKEND_RESET, "closed within its response"));
        }
        state = State.CLOSED;
        owner.onClosed(this);
    }

    // ---- for the stream

    /** The stream is of no interest any more. */
    void cancel() {
        state = State.CLOSED;
        stream = null;
        close();
    }

    /** Both ends of a tunnel have ended. */
    void tunnelEnded() {
        state = State.CLOSED;
        stream = null;
        output().whenDrained(this::close);
    }

    private void tellDraining() {
        if (!drainingTold) {
            drainingTold = true;
            draining = true;
            owner.onDraining(this);
        }
    }

    private Http1ClientStream current() {
        Http1ClientStream current = stream;
        if (current == null) {
            throw new IllegalStateException("no stream in state " + state);
        }
        return current;
    }

    @Override
    void flushed() {
        requestFlushed = true;
    }

    @Override
    void writabilityChanged(boolean writable) {
        Http1ClientStream current = stream;
        if (writable && current != null) {
            current.handler().onWritable();
        }
    }

    @Override
    void timeUp(long now) {
        // No alarm is ever set here.
    }
}
