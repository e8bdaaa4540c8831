package dev.maneki.proxy.auth;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.metrics.BackendWorkerCounters;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.upstream.ConnectionWaiter;
import dev.maneki.proxy.upstream.EndpointPool;
import dev.maneki.proxy.upstream.LeastRequest;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One question to an authorization server, on the event loop of the request that it is about.
 *
 * <pre>
 *   start ── connection ── question ──┬─ allowed ── (rest of the answer read, or cut)
 *               │   ▲                 ├─ denied ── answer passed on, chunk by chunk
 *               └───┘ once, another   └─ failed: no connection, no sense, too late
 * </pre>
 *
 * <p>The question is asked once. Only where it cannot have been heard (no connection, a kept one
 * that was just being closed) is another endpoint tried, once. Whatever is not a clear yes is a no.
 * Event loop only.
 */
public abstract sealed class AuthCheck extends TimerWheel.Timer
        implements ConnectionWaiter, ClientStreamHandler permits HttpCheck, GrpcCheck {
    /** Who wants to know. It is told one of the first three, and may change its mind before. */
    public interface Owner {
        /**
         * The request may pass, and has been changed as the server asked.
         *
         * @param answer changes that the client's response is to get, once there is one
         */
        void allowed(ResponseChanges answer);

        /** It may not; this answer goes to the client, {@code end} saying whether it is whole. */
        void denied(ResponseHead answer, boolean end);

        /** Nobody knows: it may not. */
        void failed(Reason reason, String detail);

        /** More of the answer to the client; the buffer changes owner. */
        void deniedData(ByteBuf data);

        /** The answer to the client is whole. */
        void deniedEnd();

        /** The answer to the client breaks off. */
        void deniedBroken(StreamFault fault);
    }

    /** What an authorization server adds to the response that a backend gives. Immutable. */
    public static final class ResponseChanges {
        /** Nothing. */
        static final ResponseChanges NONE = new ResponseChanges(List.of());

        private final List<FieldChange> changes;

        ResponseChanges(List<FieldChange> changes) {
            this.changes = changes;
        }

        /** Makes the changes. */
        public void apply(HeaderFields fields) {
            if (!changes.isEmpty()) {
                FieldChange.apply(changes, fields);
            }
        }
    }

    private final Upstream server;
    private final AskedRequest request;
    private final Worker worker;
    private final Owner owner;
    private long timeoutMillis;
    private @Nullable UpstreamEndpoint endpoint;
    private @Nullable BackendWorkerCounters counters;
    private @Nullable ClientStream stream;
    private @Nullable RequestHead question;
    private @Nullable ByteBuf body;
    private long startMicros;
    private boolean reused;
    private boolean headReceived;
    private boolean triedAgain;
    private boolean decided;
    private boolean blamed;
    private boolean paused;
    private boolean over;

    AuthCheck(Upstream server, AskedRequest request, Worker worker, Owner owner) {
        this.server = server;
        this.request = request;
        this.worker = worker;
        this.owner = owner;
    }

    // ---- What the two ways of asking differ in ----

    /** Writes the question's head; answers its body, which becomes the caller's. */
    abstract ByteBuf ask(RequestHead question);

    /** The answer's head has come. */
    abstract void answerHead(ResponseHead head, boolean end);

    /** Bytes of the answer have come; the buffer changes owner. */
    abstract void answerData(ByteBuf data);

    /** The answer is whole. */
    abstract void answerEnd(@Nullable HeaderFields trailers);

    // ---- What the owner asks ----

    /**
     * Asks. The owner may be told the outcome before this returns.
     *
     * @param timeout in milliseconds, for the answer to begin; 0 for no limit
     */
    public void start(long timeout) {
        timeoutMillis = timeout;
        if (timeout > 0) {
            worker.timers().set(this, timeout);
        }
        RequestHead head = new RequestHead();
        question = head;
        body = ask(head);
        request.body().release();
        tryEndpoint(null);
    }

    /** Who is asked, for records. */
    public String label() {
        UpstreamEndpoint chosen = endpoint;
        return chosen == null ? server.label() : server.label() + " at " + chosen.label();
    }

    /** The client is gone, or has its answer: the server's is of no interest. */
    public void cancel() {
        if (over) {
            return;
        }
        ClientStream open = stream;
        UpstreamEndpoint chosen = endpoint;
        release();
        if (open != null) {
            open.cancel();
        } else if (chosen != null) {
            chosen.pool(worker).withdraw(this);
        }
    }

    /** The client takes no more for the moment. */
    public void pause() {
        if (!over && stream != null && !paused) {
            paused = true;
            stream.pauseResponse();
        }
    }

    /** The client takes more. */
    public void resume() {
        if (!over && stream != null && paused) {
            paused = false;
            stream.resumeResponse();
        }
    }

    // ---- What the two ways use ----

    final Worker worker() {
        return worker;
    }

    final AskedRequest request() {
        return request;
    }

    final Owner owner() {
        return owner;
    }

    final long timeoutMillis() {
        return timeoutMillis;
    }

    final Upstream server() {
        return server;
    }

    /** The outcome is known: from now on the timer guards something else, or nothing. */
    final void decide() {
        decided = true;
        worker.timers().cancel(this);
    }

    /**
     * The outcome is known; the rest of the answer is still read, so that its connection is kept.
     */
    final void decideAndDiscard(long millis) {
        decide();
        worker.timers().set(this, millis);
    }

    /** The answer makes no sense, or never comes. */
    final void fail(Reason reason, String detail) {
        if (over) {
            return;
        }
        String who = label();
        if (decided) {
            cancel();
        } else {
            decide();
            cancel();
            owner.failed(reason, who + ": " + detail);
        }
    }

    /**
     * The answer is whole. What has not gone out of the question is of no use any more; where all
     * of it has, this does nothing to the stream.
     */
    final void finished() {
        cancel();
    }

    // ---- The way to an endpoint ----

    private void tryEndpoint(@Nullable UpstreamEndpoint avoid) {
        UpstreamEndpoint chosen = LeastRequest.choose(server.endpoints(), worker.random(), avoid);
        endpoint = chosen;
        if (chosen == null) {
            String unresolved = server.nameError();
            fail(Reason.AUTH_UNREACHABLE, unresolved != null ? unresolved : "no endpoint is ready");
            return;
        }
        if (server.activeRequests().incrementAndGet()
                > server.limits().bound(Limit.BACKEND_REQUESTS)) {
            server.activeRequests().decrementAndGet();
            worker.metrics().limitHit(Limit.BACKEND_REQUESTS);
            endpoint = null;
            fail(Reason.AUTH_UNREACHABLE, "too many requests");
            return;
        }
        EndpointPool pool = chosen.pool(worker);
        chosen.activeRequests().incrementAndGet();
        counters = pool.counters();
        counters.requestStarted();
        startMicros = micros();
        pool.acquire(this);
    }

    private void leaveEndpoint() {
        BackendWorkerCounters counted = counters;
        UpstreamEndpoint left = endpoint;
        if (counted != null && left != null) {
            counters = null;
            left.activeRequests().decrementAndGet();
            server.activeRequests().decrementAndGet();
            counted.requestEnded(blamed);
        }
    }

    private long micros() {
        return worker.clock().nanos() / 1_000;
    }

    private void release() {
        over = true;
        worker.timers().cancel(this);
        leaveEndpoint();
        forgetQuestion();
    }

    /** It will not be put again. */
    private void forgetQuestion() {
        ByteBuf unsent = body;
        if (unsent != null) {
            body = null;
            unsent.release();
        }
    }

    @Override
    public boolean cancelled() {
        return over;
    }

    @Override
    public void onConnection(ClientConnection connection, boolean usedBefore) {
        RequestHead head = question;
        ByteBuf text = body;
        if (head == null || text == null) {
            return;
        }
        reused = usedBefore;
        ClientStream opened = connection.open(this);
        stream = opened;
        boolean bodiless = !text.isReadable();
        opened.sendHead(head, bodiless);
        if (!bodiless && !over) {
            opened.sendData(text.retainedDuplicate(), true);
        }
    }

    @Override
    public void onConnectionFailed(StreamFault fault) {
        if (!over) {
            blamed = true;
            failedOrAgain(Reason.AUTH_UNREACHABLE, fault.detail(), true);
        }
    }

    private void failedOrAgain(Reason reason, String detail, boolean unheard) {
        UpstreamEndpoint failed = endpoint;
        stream = null;
        if (unheard && !triedAgain && !decided && failed != null) {
            triedAgain = true;
            leaveEndpoint();
            blamed = false;
            failed.pool(worker).counters().retried();
            tryEndpoint(failed);
        } else {
            // Nothing is left to be cancelled.
            String who = label();
            release();
            if (!decided) {
                decided = true;
                owner.failed(reason, who + ": " + detail);
            }
        }
    }

    // ---- What the server answers ----

    @Override
    public void onInformational(ResponseHead ignored) {}

    @Override
    public void onHead(ResponseHead head, boolean end) {
        if (over) {
            return;
        }
        headReceived = true;
        forgetQuestion();
        BackendWorkerCounters counted = counters;
        UpstreamEndpoint from = endpoint;
        if (counted != null && from != null) {
            counted.responseStarted(micros() - startMicros);
            int status = head.status();
            if (status >= 502 && status <= 504) {
                blame(from, counted);
            } else {
                from.health().succeeded();
            }
        }
        answerHead(head, end);
    }

    @Override
    public void onData(ByteBuf data) {
        if (over) {
            data.release();
        } else {
            answerData(data);
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        if (!over) {
            answerEnd(trailers);
        }
    }

    @Override
    public void onReset(StreamFault fault) {
        if (over) {
            return;
        }
        boolean keptClosed = reused && !headReceived;
        BackendWorkerCounters counted = counters;
        UpstreamEndpoint from = endpoint;
        if (!fault.retryable() && !keptClosed && counted != null && from != null) {
            blame(from, counted);
        }
        boolean passing = decided && passingOn();
        if (passing) {
            String who = label();
            release();
            owner.deniedBroken(
                    StreamFault.of(Reason.AUTH_INVALID_RESPONSE, who + ": " + fault.detail()));
        } else {
            failedOrAgain(
                    fault.retryable() ? Reason.AUTH_UNREACHABLE : Reason.AUTH_INVALID_RESPONSE,
                    fault.detail(),
                    fault.retryable() || keptClosed);
        }
    }

    /** Whether the answer is on its way to the client. */
    abstract boolean passingOn();

    private void blame(UpstreamEndpoint from, BackendWorkerCounters counted) {
        blamed = true;
        if (from.health().requestFailed(System.nanoTime())) {
            counted.ejected();
        }
    }

    @Override
    public void onWritable() {}

    /** The answer has not come in time, or what is left of it does not end. */
    @Override
    protected void expired() {
        if (decided) {
            cancel();
        } else {
            UpstreamEndpoint from = endpoint;
            BackendWorkerCounters counted = counters;
            if (from != null && counted != null) {
                blame(from, counted);
            }
            worker.metrics().limitHit(Limit.AUTH_TIMEOUT);
            fail(Reason.AUTH_TIMEOUT, "no answer in " + timeoutMillis + " ms");
        }
        worker.flushQueue().flushAll();
    }
}
