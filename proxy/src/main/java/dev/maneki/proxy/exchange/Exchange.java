package dev.maneki.proxy.exchange;

import dev.maneki.connect.Code;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.access.AccessRecord;
import dev.maneki.proxy.bridge.BridgedExchange;
import dev.maneki.proxy.bridge.BridgedStream;
import dev.maneki.proxy.bridge.ConnectBackend;
import dev.maneki.proxy.metrics.HttpProtocol;
import dev.maneki.proxy.metrics.RouteCounters;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.upstream.LeastRequest;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: between the stream that it came by and the {@link Attempt} at a backend.
 * {@link Dispatch} finds the backend; from there on the exchange leads.
 *
 * <pre>
 *   Dispatch: match ─┬─ none, redirect, preflight, refusal ─────────────── reply ─┐
 *                    └─ filters ── backend ── endpoint ── attempt ── response ────┴─ finished
 *                                                 ▲           │
 *                                                 └─ retry ───┘ failed, or a status to retry on
 * </pre>
 *
 * <p>Bodies pass through chunk by chunk; each side is paused while the other cannot take more. What
 * has come of the request body while there is no connection waits in a {@link RequestBody}, bounded
 * by pausing the client. Event loop only.
 */
final class Exchange implements BridgedExchange {
    private final Exchanges exchanges;
    private final Worker worker;
    private ServerStream server;
    private RequestHead request;
    private RequestBody body;
    private final AccessRecord record;
    private final HttpProtocol protocol;
    private final ExchangeTimer timer;
    private RouteCounters counters;
    private @Nullable BridgedStream bridge;
    private @Nullable RuleAction action;
    private @Nullable Selection selection;
    private @Nullable Authorization authorization;
    private @Nullable Mirrors mirrors;
    private @Nullable String corsOrigin;
    private @Nullable Attempt attempt;
    private boolean responseStarted;
    private boolean tunnel;
    private boolean done;

    Exchange(Exchanges exchanges, ServerStream server, AccessRecord record, boolean requestEnded) {
        this.exchanges = exchanges;
        this.worker = exchanges.worker();
        this.server = server;
        this.request = server.request();
        this.record = record;
        this.body = new RequestBody(server, requestEnded);
        this.timer = new ExchangeTimer(this, worker);
        this.protocol = HttpProtocol.of(server.protocol());
        this.counters = exchanges.noListener();
        record.startMicros = exchanges.nowMicros();
        record.connection = Peer.of(server.connection()).labels();
        record.protocol = server.protocol();
        record.request(request);
        worker.metrics().requestStarted(protocol);
    }

    // ---- The request's way to a backend ----

    /** A listener is for it, but none of its routes. */
    void unmatched(ServedPort.Unmatched listener) {
        record.route = listener.labels();
        counters = listener.counters();
    }

    /** Who is told what comes of the request after its head. */
    ServerStreamHandler listener() {
        return bridge == null ? this : bridge;
    }

    /** It is a call in a protocol that is not its backend's: a bridge stands before this now. */
    void bridged(BridgedStream between) {
        bridge = between;
        server = between;
        request = between.request();
        body = new RequestBody(between, false);
    }

    /** A rule is for it. */
    void matched(RuleAction rule) {
        action = rule;
        record.route = rule.labels();
        counters = rule.counters();
        if (rule.retry().asked()) {
            body.keep();
        }
    }

    /** Asks others whether it may go on. */
    Authorization authorization() {
        Authorization made = authorization == null ? new Authorization(this) : authorization;
        authorization = made;
        return made;
    }

    /** It is a cross-origin request that its rule has something to say to. */
    void crossOrigin(String origin) {
        corsOrigin = origin;
    }

    /** A backend of its rule is for it. */
    void selected(Selection selected) {
        selection = selected;
        record.backend = selected.backend().labels();
    }

    /** Begins to send the request, as it stands now, to the backend that was selected. */
    void send(Upstream upstream, Selection selected) {
        tryEndpoint(upstream, selected.endpoint(), null);
    }

    /** Begins copies of the request as it stands now. */
    void mirror(MirrorTarget[] ofRule, MirrorTarget[] ofBackend) {
        if (ofRule.length + ofBackend.length > 0) {
            Mirrors copies = new Mirrors();
            mirrors = copies;
            copies.open(ofRule, worker, request, body);
            copies.open(ofBackend, worker, request, body);
            copies.catchUp(body);
        }
    }

    private void tryEndpoint(
            Upstream upstream,
            @Nullable UpstreamEndpoint pinned,
            @Nullable UpstreamEndpoint avoid) {
        UpstreamEndpoint endpoint =
                pinned != null
                        ? pinned
                        : LeastRequest.choose(upstream.endpoints(), worker.random(), avoid);
        if (endpoint == null) {
            String nameError = upstream.nameError();
            if (nameError != null) {
                record.detail = nameError;
                reply(Reason.NAME_NOT_RESOLVED, "the backend's name cannot be resolved");
            } else {
                reply(Reason.NO_ENDPOINT, "no endpoint of the backend is ready");
            }
            return;
        }
        record.tries++;
        Attempt next = new Attempt(this, endpoint);
        attempt = next;
        timer.attempt(Objects.requireNonNull(action).attemptTimeoutMillis());
        next.start();
    }

    // ---- What an attempt asks ----

    /** A stream to the backend that was selected: in its protocol, if that is not the call's. */
    ClientStream open(ClientConnection connection, ClientStreamHandler handler) {
        ConnectBackend connect = Objects.requireNonNull(selection).backend().connect();
        if (connect == null || !LocalReply.grpc(request) || !request.method().equals("POST")) {
            return connection.open(handler);
        }
        int most = server.connection().listenContext().limits().bound(Limit.MESSAGE_BYTES);
        return connect.open(connection, handler, worker, most);
    }

    Worker worker() {
        return worker;
    }

    ServerStream server() {
        return server;
    }

    RequestHead request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    AccessRecord record() {
        return record;
    }

    ExchangeTimer timer() {
        return timer;
    }

    Exchanges exchanges() {
        return exchanges;
    }

    boolean responseStarted() {
        return responseStarted;
    }

    boolean tunnel() {
        return tunnel;
    }

    /** Whether a response of this status is to be thrown away for another try. */
    boolean retriesOn(int status) {
        return action != null && action.retry().onStatus(status) && retriesLeft() && replayable();
    }

    private boolean retriesLeft() {
        return action != null
                && record.tries - 1 < action.retry().attempts()
                && !responseStarted
                && !done;
    }

    /** Whether another try can send all of the body again. */
    private boolean replayable() {
        return body.kept() || !body.came() || (attempt != null && !attempt.bodySent());
    }

    // ---- What an attempt tells ----

    /** The response's head goes out, as the client is to see it. */
    void responseHead(ResponseHead head, UpstreamEndpoint endpoint, boolean end) {
        responseStarted = true;
        body.dropKept();
        RuleAction rule = Objects.requireNonNull(action);
        Selection selected = Objects.requireNonNull(selection);
        HeaderFields fields = head.fields();
        if (bridge != null && end) {
            bridge.trailersOnly(fields);
        }
        if (authorization != null) {
            authorization.changeResponse(fields);
        }
        selected.backend().filters().changeResponse(fields);
        rule.filters().changeResponse(fields);
        markCors(fields);
        selected.mark(rule, fields, endpoint, exchanges.nowSeconds(), request.secure());
        if (bridge == null) {
            record.status = head.status();
        }
        if (head.status() == 101) {
            tunnel = true;
            worker.metrics().tunnelOpened();
            timer.tunnelBegins();
        }
        server.sendHead(head, end);
    }

    private void markCors(HeaderFields fields) {
        if (bridge == null) {
            addCors(fields);
        }
    }

    private void addCors(HeaderFields fields) {
        CorsPolicy cors = action == null ? null : action.filters().cors();
        if (corsOrigin != null && cors != null) {
            cors.mark(corsOrigin, fields);
        }
    }

    /** The attempt has failed before a response reached the client: try again, or say so. */
    void attemptFailed(Attempt failed, StreamFault fault, boolean mayRetry) {
        if (done) {
            return;
        }
        boolean asked = action != null && action.retry().asked();
        if (retriesLeft()
                && replayable()
                && (fault.retryable() || (mayRetry && (asked || harmless(failed))))) {
            retry(failed.endpoint());
            return;
        }
        record.detail = fault.detail();
        reply(fault.reason(), Answers.describe(fault.reason()));
    }

    /**
     * A kept connection that the backend was just closing: what is idempotent may be sent again
     * (RFC 9110 section 9.2.2).
     */
    private boolean harmless(Attempt failed) {
        return failed.reused() && RetryPlan.idempotent(request);
    }

    /** Begins another try, now or in a while. */
    void retry(UpstreamEndpoint failed) {
        body.rewind();
        attempt = null;
        failed.pool(worker).counters().retried();
        long delay =
                Objects.requireNonNull(action).retry().delayMillis(record.tries, worker.random());
        if (delay == 0) {
            retryNow(failed);
        } else {
            timer.retry(delay, failed);
        }
    }

    /** The while is over. */
    void retryNow(UpstreamEndpoint failed) {
        Upstream upstream = selection == null ? null : selection.backend().upstream();
        if (!done && !responseStarted && upstream != null) {
            tryEndpoint(upstream, null, failed);
        }
    }

    /** The response has been handed over whole; the client's protocol says when it is out. */
    void responseEnded() {
        timer.attemptEnded();
        body.release();
    }

    /** A deadline has passed. */
    void timedOut(Reason reason) {
        if (done) {
            return;
        }
        Attempt running = attempt;
        if (reason == Reason.STREAM_IDLE_TIMEOUT) {
            worker.metrics()
                    .limitHit(tunnel ? Limit.TUNNEL_IDLE_TIMEOUT : Limit.STREAM_IDLE_TIMEOUT);
        }
        if (running != null) {
            running.cancel(reason == Reason.BACKEND_TIMEOUT);
        }
        StreamFault fault = StreamFault.of(reason, "");
        if (responseStarted) {
            abort(fault);
        } else if (reason == Reason.BACKEND_TIMEOUT && running != null) {
            // A slow backend is not helped by more requests: only if the rule asks for them.
            attemptFailed(running, fault, action != null && action.retry().asked());
        } else {
            reply(reason, Answers.describe(reason));
        }
        worker.flushQueue().flushAll();
    }

    // ---- Answers of the gateway's own ----

    /** Answers with {@code head} alone, which no backend has sent. */
    void answer(ResponseHead head) {
        responseStarted = true;
        record.status = head.status();
        record.reason = Reason.DIRECT_RESPONSE;
        server.sendHead(head, true);
    }

    /** Begins an authorization server's refusal; the rest of it goes to {@link #server()}. */
    void deny(ResponseHead head, boolean end) {
        responseStarted = true;
        body.release();
        markCors(head.fields());
        head.fields().set(LocalReply.REASON, Reason.AUTH_DENIED.label());
        if (bridge == null) {
            record.status = head.status();
        }
        record.reason = Reason.AUTH_DENIED;
        server.sendHead(head, end);
    }

    /** Answers with a failure, or breaks off if an answer is on its way. */
    void reply(Reason reason, String message) {
        if (done) {
            return;
        }
        record.reason = reason;
        timer.cancel(); // The answer is the gateway's own: nothing is waited for any more.
        if (authorization != null) {
            authorization.cancel();
        }
        body.release();
        if (responseStarted) {
            abort(StreamFault.of(reason, record.detail));
            return;
        }
        responseStarted = true;
        if (bridge == null) {
            record.status = LocalReply.grpc(request) ? 200 : reason.status();
        }
        LocalReply.send(server, exchanges.scratchHead(), reason, message);
    }

    /** Breaks the response off. */
    void abort(StreamFault fault) {
        if (done) {
            return;
        }
        record.reason = fault.reason();
        if (record.detail.isEmpty()) {
            record.detail = fault.detail();
        }
        server.abort(fault);
        finish();
    }

    // ---- What a bridge tells ----

    @Override
    public void onClientHead(ResponseHead head) {
        record.status = head.status();
        addCors(head.fields());
    }

    @Override
    public void onCallEnd(@Nullable Code code) {
        record.grpcStatus = code == null ? 0 : code.number();
    }

    @Override
    public void onBridgeAnswer(Reason reason, String detail) {
        record.reason = reason;
        record.detail = detail;
        responseStarted = true;
        timer.cancel();
        if (authorization != null) {
            authorization.cancel();
        }
        if (attempt != null) {
            attempt.cancel(false);
        }
        body.release();
    }

    @Override
    public void onMessageTooLong() {
        worker.metrics().limitHit(Limit.MESSAGE_BYTES);
    }

    // ---- What the client's protocol tells ----

    @Override
    public void onData(ByteBuf data) {
        timer.touched();
        body.comes();
        if (mirrors != null) {
            mirrors.data(data);
        }
        Attempt running = attempt;
        if (done || (responseStarted && running == null)) {
            data.release();
            return;
        }
        body.keep(data, worker);
        if (running != null && running.streaming() && body.unsent().empty()) {
            running.sendData(data);
            return;
        }
        if (authorization != null && authorization.gathering()) {
            body.unsent().add(data);
            authorization.bodyCame();
        } else {
            body.await(data, worker.limits());
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        body.end(trailers == null ? null : RequestTrailers.of(trailers, request.fields()));
        if (mirrors != null) {
            mirrors.end();
        }
        Attempt running = attempt;
        if (authorization != null && authorization.gathering()) {
            authorization.bodyCame();
        } else if (running != null && running.streaming() && body.unsent().empty() && !done) {
            running.sendEnd();
        }
    }

    @Override
    public void onReset(StreamFault fault) {
        if (done) {
            return;
        }
        record.reason = fault.reason();
        record.detail = fault.detail();
        if (!responseStarted) {
            record.status = 0;
        }
        finish();
    }

    @Override
    public void onWritable() {
        timer.touched();
        if (attempt != null && !done) {
            attempt.resumeResponse();
        } else if (authorization != null && !done) {
            authorization.resumeResponse();
        }
    }

    @Override
    public void onFinished() {
        finish();
    }

    private void finish() {
        if (done) {
            return;
        }
        done = true;
        timer.cancel();
        if (attempt != null) {
            attempt.cancel(false);
            attempt = null;
        }
        if (authorization != null) {
            authorization.cancel();
        }
        if (mirrors != null && !body.ended()) {
            mirrors.cancel();
        }
        body.release();
        record.requestBytes = server.requestBytes();
        record.responseBytes = server.responseBytes();
        if (tunnel) {
            worker.metrics().tunnelClosed();
        }
        exchanges.ended(record, counters, protocol);
    }
}
