package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.access.AccessRecord;
import dev.maneki.proxy.metrics.HttpProtocol;
import dev.maneki.proxy.metrics.RouteCounters;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerConnection;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.ServerStreamHandler;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.stream.TlsInfo;
import dev.maneki.proxy.upstream.LeastRequest;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.match.Decision;
import dev.maneki.routing.match.Entry;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way: between the stream that it came by and the {@link Attempt} at a backend.
 *
 * <pre>
 *   begin ── match ──┬─ none, redirect, preflight ──────────────────────── reply ─┐
 *                    └─ filters ── backend ── endpoint ── attempt ── response ────┴─ finished
 *                                                 ▲           │
 *                                                 └─ retry ───┘ failed, or a status to retry on
 * </pre>
 *
 * <p>Bodies pass through chunk by chunk; each side is paused while the other cannot take more. What
 * has come of the request body while there is no connection waits in a {@link BodyBuffer}, bounded
 * by pausing the client. Event loop only.
 */
final class Exchange implements ServerStreamHandler {
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final Exchanges exchanges;
    private final Worker worker;
    private final ServerStream server;
    private final RequestHead request;
    private final AccessRecord record;
    private final HttpProtocol protocol;
    private final ExchangeTimer timer;
    private final BodyBuffer unsent = new BodyBuffer();

    /** All of the request body so far, while a retry may need it; null if none will. */
    private @Nullable BodyBuffer kept;

    private @Nullable Mirror[] mirrors = NO_MIRRORS;
    private @Nullable HeaderFields requestTrailers;
    private @Nullable RuleAction action;
    private @Nullable BackendChoice choice;
    private @Nullable String corsOrigin;
    private SessionPlan.@Nullable Mark session;
    private @Nullable Attempt attempt;
    private RouteCounters counters;
    private int prefixLength = -1;
    private boolean requestEnded;
    private boolean requestPaused;
    private boolean responseStarted;
    private boolean tunnel;
    private boolean done;

    private static final @Nullable Mirror[] NO_MIRRORS = new @Nullable Mirror[0];

    Exchange(Exchanges exchanges, ServerStream server, AccessRecord record, boolean requestEnded) {
        this.exchanges = exchanges;
        this.worker = exchanges.worker();
        this.server = server;
        this.request = server.request();
        this.record = record;
        this.requestEnded = requestEnded;
        this.timer = new ExchangeTimer(this, worker.timers());
        record.startMicros = exchanges.nowMicros();
        record.connection = Exchanges.peer(server.connection()).labels();
        record.protocol = server.protocol();
        record.request(request);
        this.protocol = HttpProtocol.of(server.protocol());
        this.counters = exchanges.noListener();
        worker.metrics().requestStarted(protocol);
    }

    // ---- The request's way to a backend ----

    void begin() {
        ServerConnection connection = server.connection();
        ServedPort port = (ServedPort) connection.listenContext();
        forward(connection, port);
        TlsInfo tls = connection.tls();
        Decision<RuleAction> decision =
                port.decide(request, tls == null ? null : Exchanges.peer(connection).selected());
        switch (decision) {
            case Entry<RuleAction> entry -> serve(entry, port);
            case Decision.NoRoute<RuleAction>(var listener) -> {
                unmatched(port.unmatched(listener));
                reply(Reason.NO_ROUTE, "no route matches");
            }
            case Decision.NoListener<RuleAction>() ->
                    reply(Reason.NO_LISTENER, "no listener is for this host");
            case Decision.Misdirected<RuleAction>(var listener) -> {
                unmatched(port.unmatched(listener));
                reply(Reason.MISDIRECTED, "this connection is for another host");
            }
        }
    }

    private void unmatched(ServedPort.Unmatched listener) {
        record.route = listener.labels();
        counters = listener.counters();
    }

    private void forward(ServerConnection connection, ServedPort port) {
        Exchanges.PeerInfo peer = Exchanges.peer(connection);
        TrustedProxies trusted = port.trusted();
        boolean believed =
                trusted.any() && trusted.contains(connection.remoteAddress().getAddress());
        if (believed) {
            ForwardedFields.extend(request, peer.address(), peer.port(), trusted, record.client);
        } else {
            ForwardedFields.replace(request, peer.address(), peer.port());
        }
        if (record.requestId.length() == 0) {
            RequestIds.make(worker.random(), record.requestId);
            byte[] name = FieldNames.X_REQUEST_ID.bytes();
            request.fields()
                    .add(
                            name,
                            0,
                            name.length,
                            record.requestId.array(),
                            0,
                            record.requestId.length());
        }
    }

    private void serve(Entry<RuleAction> entry, ServedPort port) {
        RuleAction rule = entry.payload();
        action = rule;
        record.route = rule.labels();
        counters = rule.counters();
        prefixLength = entry.prefixLength();
        FilterPlan filters = rule.filters();
        CorsPolicy cors = filters.cors();
        if (cors != null) {
            String origin = CorsPolicy.origin(request);
            if (origin != null) {
                if (CorsPolicy.preflight(request)) {
                    answerPreflight(cors, origin);
                    return;
                }
                corsOrigin = origin;
            }
        }
        RedirectAnswer redirect = filters.redirect();
        if (redirect != null) {
            answerRedirect(redirect, port.port().number());
            return;
        }
        timer.route(rule.requestTimeoutMillis());
        timer.idle(port.limits().get(Limit.STREAM_IDLE_TIMEOUT));
        timer.tunnelIdle(port.limits().get(Limit.TUNNEL_IDLE_TIMEOUT));
        chooseBackend(rule);
    }

    private void chooseBackend(RuleAction rule) {
        UpstreamEndpoint pinned = null;
        BackendChoice chosen = null;
        SessionPlan plan = rule.session();
        if (plan != null) {
            session = plan.find(request.fields(), exchanges.nowMicros() / 1_000_000);
            if (session != null) {
                chosen = backendOf(rule, session.key());
                pinned = chosen == null ? null : endpointOf(chosen, session.key());
            }
            if (pinned == null) {
                session = null;
                chosen = null;
            }
        }
        if (chosen == null) {
            chosen = rule.choose(worker.random());
        }
        if (chosen == null) {
            reply(Reason.BACKEND_INVALID, "the route has no backend");
            return;
        }
        if (chosen.upstream() == null) {
            record.detail = chosen.problem();
            reply(Reason.BACKEND_INVALID, "the route's backend does not exist");
            return;
        }
        choice = chosen;
        record.backend = chosen.labels();
        rule.filters().changeRequest(request, prefixLength);
        chosen.filters().changeRequest(request, prefixLength);
        if (chosen.filters().redirect() != null) {
            answerRedirect(
                    chosen.filters().redirect(),
                    server.connection().listenContext().port().number());
            return;
        }
        openMirrors(rule.filters().mirrors());
        openMirrors(chosen.filters().mirrors());
        if (rule.retry().asked() && !requestEnded) {
            kept = new BodyBuffer();
        }
        tryEndpoint(chosen.upstream(), pinned, null);
    }

    private static @Nullable BackendChoice backendOf(RuleAction rule, String sessionKey) {
        for (BackendChoice each : rule.backends()) {
            if (each.weight() > 0 && endpointOf(each, sessionKey) != null) {
                return each;
            }
        }
        return null;
    }

    private static @Nullable UpstreamEndpoint endpointOf(BackendChoice choice, String sessionKey) {
        Upstream upstream = choice.upstream();
        if (upstream == null) {
            return null;
        }
        long now = System.nanoTime();
        for (UpstreamEndpoint endpoint : upstream.endpoints()) {
            if (endpoint.sessionKey().equals(sessionKey) && !endpoint.health().ejected(now)) {
                return endpoint;
            }
        }
        return null;
    }

    private void openMirrors(MirrorTarget[] targets) {
        for (MirrorTarget target : targets) {
            if (target.chosen(worker.random())) {
                @Nullable Mirror[] more = new @Nullable Mirror[mirrors.length + 1];
                System.arraycopy(mirrors, 0, more, 0, mirrors.length);
                more[mirrors.length] =
                        Mirror.open(worker, target.upstream(), request, requestEnded);
                mirrors = more;
            }
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

    // ---- What an attempt asks and tells ----

    Worker worker() {
        return worker;
    }

    ServerStream server() {
        return server;
    }

    RequestHead request() {
        return request;
    }

    AccessRecord record() {
        return record;
    }

    long nowMicros() {
        return exchanges.nowMicros();
    }

    boolean requestEnded() {
        return requestEnded;
    }

    BodyBuffer unsent() {
        return unsent;
    }

    @Nullable HeaderFields requestTrailers() {
        return requestTrailers;
    }

    boolean responseStarted() {
        return responseStarted;
    }

    boolean tunnel() {
        return tunnel;
    }

    void touched() {
        timer.touched();
    }

    /** There is no connection yet; for how long may that be? */
    void waits(long millis) {
        timer.waiting(millis);
    }

    /** The wait is over, one way or the other. */
    void connected() {
        timer.connected();
    }

    /** The backend takes more: let the client go on. */
    void resumeRequest() {
        if (requestPaused && !done) {
            requestPaused = false;
            server.resumeRequest();
        }
    }

    void pauseRequest() {
        if (!requestPaused && !requestEnded) {
            requestPaused = true;
            server.pauseRequest();
        }
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
        return kept != null
                || server.requestBytes() == 0
                || (attempt != null && !attempt.bodySent());
    }

    /** The response's head, as the client is to see it, goes out. */
    void responseHead(ResponseHead head, boolean end) {
        responseStarted = true;
        dropKept();
        RuleAction rule = Objects.requireNonNull(action);
        BackendChoice backend = Objects.requireNonNull(choice);
        HeaderFields fields = head.fields();
        backend.filters().changeResponse(fields);
        rule.filters().changeResponse(fields);
        if (corsOrigin != null && rule.filters().cors() != null) {
            rule.filters().cors().mark(corsOrigin, fields);
        }
        if (rule.session() != null && attempt != null) {
            markSession(rule.session(), attempt.endpoint(), fields);
        }
        record.status = head.status();
        if (head.status() == 101) {
            tunnel = true;
            worker.metrics().tunnelOpened();
            timer.tunnelBegins();
        }
        server.sendHead(head, end);
    }

    private void markSession(SessionPlan plan, UpstreamEndpoint endpoint, HeaderFields fields) {
        boolean same = session != null && session.key().equals(endpoint.sessionKey());
        plan.mark(
                fields,
                endpoint,
                same ? session : null,
                exchanges.nowMicros() / 1_000_000,
                request.secure(),
                "/");
    }

    /** The attempt has failed before a response reached the client: try again, or say so. */
    void attemptFailed(Attempt failed, StreamFault fault, boolean mayRetry) {
        if (done) {
            return;
        }
        RuleAction rule = Objects.requireNonNull(action);
        boolean again =
                retriesLeft()
                        && replayable()
                        && (fault.retryable()
                                || (mayRetry && (rule.retry().asked() || harmless(failed))));
        if (!again) {
            record.detail = fault.detail();
            reply(fault.reason(), describe(fault.reason()));
            return;
        }
        retry(failed.endpoint());
    }

    /**
     * A kept connection that the backend was just closing: what is idempotent may be sent again
     * (RFC 9110 9.2.2).
     */
    private boolean harmless(Attempt failed) {
        return failed.reused()
                && IDEMPOTENT.contains(request.method())
                && request.upgrade().isEmpty();
    }

    void retry(UpstreamEndpoint failed) {
        RuleAction rule = Objects.requireNonNull(action);
        if (kept != null) {
            unsent.release();
            kept.copyTo(unsent);
        }
        attempt = null;
        failed.pool(worker).counters().retried();
        long delay = rule.retry().delayMillis(record.tries, worker.random());
        if (delay == 0) {
            retryNow(failed);
        } else {
            timer.retry(delay, failed);
        }
    }

    void retryNow(UpstreamEndpoint failed) {
        if (done || responseStarted || choice == null || choice.upstream() == null) {
            return;
        }
        tryEndpoint(choice.upstream(), null, failed);
    }

    private static String describe(Reason reason) {
        return switch (reason) {
            case CONNECT_REFUSED -> "the backend refuses connections";
            case CONNECT_TIMEOUT -> "connecting to the backend took too long";
            case BACKEND_TLS_FAILED -> "TLS to the backend failed";
            case BACKEND_RESET -> "the backend broke off";
            case BACKEND_INVALID_RESPONSE -> "the backend sent no valid response";
            case BACKEND_TIMEOUT, ROUTE_TIMEOUT, STREAM_IDLE_TIMEOUT -> "the backend took too long";
            case BACKEND_OVERLOADED -> "too many requests at the backend";
            default -> "the backend cannot be reached";
        };
    }

    // ---- Time ----

    /** A deadline has passed. */
    void timedOut(Reason reason) {
        if (done) {
            return;
        }
        Attempt running = attempt;
        if (running != null) {
            running.cancel(reason == Reason.BACKEND_TIMEOUT);
        }
        StreamFault fault = StreamFault.of(reason, "");
        if (responseStarted) {
            record.reason = reason;
            abort(fault);
        } else if (reason == Reason.BACKEND_TIMEOUT && running != null) {
            attemptFailed(running, fault, true);
        } else {
            reply(reason, describe(reason));
        }
        worker.flushQueue().flushAll();
    }

    // ---- Answers of the gateway's own ----

    private void answerRedirect(RedirectAnswer redirect, int listenerPort) {
        String location = redirect.location(request, prefixLength, listenerPort);
        ResponseHead head = exchanges.scratchHead();
        head.clear();
        head.status(redirect.status());
        head.fields().add(FieldNames.LOCATION, location);
        head.fields().add(FieldNames.CONTENT_LENGTH, "0");
        head.contentLength(0);
        answer(head);
    }

    private void answerPreflight(CorsPolicy cors, String origin) {
        ResponseHead head = exchanges.scratchHead();
        head.clear();
        head.status(204);
        cors.answerPreflight(request, origin, head.fields());
        answer(head);
    }

    private void answer(ResponseHead head) {
        responseStarted = true;
        record.status = head.status();
        record.reason = Reason.DIRECT_RESPONSE;
        server.sendHead(head, true);
    }

    /** Answers with a failure, or breaks off if an answer is on its way. */
    void reply(Reason reason, String message) {
        if (done) {
            return;
        }
        record.reason = reason;
        releaseBodies();
        if (responseStarted) {
            abort(StreamFault.of(reason, record.detail));
            return;
        }
        responseStarted = true;
        record.status = LocalReply.grpc(request) ? 200 : reason.status();
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

    /** The response has been handed over whole; the client's protocol says when it is out. */
    void responseEnded() {
        if (!requestEnded && attempt != null && !tunnel) {
            attempt.cancel(false);
        }
        releaseBodies();
    }

    // ---- What the client's protocol tells ----

    @Override
    public void onData(ByteBuf data) {
        timer.touched();
        for (Mirror mirror : mirrors) {
            if (mirror != null) {
                mirror.data(data);
            }
        }
        Attempt running = attempt;
        if (done || (responseStarted && running == null)) {
            data.release();
            return;
        }
        keep(data);
        if (running != null && running.streaming() && unsent.empty()) {
            running.sendData(data);
            return;
        }
        unsent.add(data);
        if (unsent.bytes() >= worker.limits().bound(Limit.CONNECTION_BUFFER)) {
            pauseRequest();
        }
    }

    private void keep(ByteBuf data) {
        BodyBuffer copies = kept;
        if (copies == null) {
            return;
        }
        if (copies.bytes() + data.readableBytes() > worker.limits().bound(Limit.RETRY_BUFFER)) {
            worker.metrics().limitHit(Limit.RETRY_BUFFER);
            dropKept();
        } else {
            copies.add(data.retainedDuplicate());
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        requestEnded = true;
        if (trailers != null) {
            requestTrailers = new HeaderFields();
            requestTrailers.copyFrom(trailers);
        }
        for (Mirror mirror : mirrors) {
            if (mirror != null) {
                mirror.end();
            }
        }
        Attempt running = attempt;
        if (running != null && running.streaming() && unsent.empty() && !done) {
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
        for (Mirror mirror : mirrors) {
            if (mirror != null && !requestEnded) {
                mirror.cancel();
            }
        }
        releaseBodies();
        record.requestBytes = server.requestBytes();
        record.responseBytes = server.responseBytes();
        long now = exchanges.nowMicros();
        record.durationMicros = now - record.startMicros;
        worker.metrics()
                .requestEnded(
                        counters,
                        protocol,
                        record.status,
                        record.reason,
                        record.durationMicros,
                        record.requestBytes,
                        record.responseBytes);
        if (tunnel) {
            worker.metrics().tunnelClosed();
        }
        exchanges.finish(record);
    }

    private void dropKept() {
        BodyBuffer copies = kept;
        if (copies != null) {
            kept = null;
            copies.release();
        }
    }

    private void releaseBodies() {
        dropKept();
        unsent.release();
    }
}
