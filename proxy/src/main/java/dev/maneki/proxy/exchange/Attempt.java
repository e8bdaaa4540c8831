package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.metrics.BackendWorkerCounters;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.ServerStream;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.upstream.ConnectionWaiter;
import dev.maneki.proxy.upstream.EndpointPool;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try of an exchange at one endpoint: waits for a connection, sends what has come of the
 * request, hands the response on. Event loop only.
 */
final class Attempt implements ConnectionWaiter, ClientStreamHandler {
    /**
     * A response that is thrown away for a retry is read to its end up to this size, to keep the
     * connection.
     */
    private static final long LONGEST_DISCARD = 65_536;

    private static final long DISCARD_MILLIS = 1_000;

    private static final int UNASKED_INFORMATIONAL = 100;

    private final Exchange exchange;
    private final UpstreamEndpoint endpoint;
    private final Upstream upstream;
    private final EndpointPool pool;
    private final BackendWorkerCounters counters;
    private final long startMicros;
    private @Nullable ClientStream stream;
    private boolean reused;
    private boolean counted;
    private boolean bodySent;
    private boolean headReceived;
    private boolean responsePaused;
    private boolean blamed;
    private boolean over;

    Attempt(Exchange exchange, UpstreamEndpoint endpoint) {
        this.exchange = exchange;
        this.endpoint = endpoint;
        this.upstream = endpoint.upstream();
        this.pool = endpoint.pool(exchange.worker());
        this.counters = pool.counters();
        this.startMicros = exchange.exchanges().nowMicros();
    }

    UpstreamEndpoint endpoint() {
        return endpoint;
    }

    /** Whether the connection had served before. */
    boolean reused() {
        return reused;
    }

    /** Whether body bytes have gone out that this attempt does not have any more. */
    boolean bodySent() {
        return bodySent;
    }

    /** Whether request bytes can be sent. */
    boolean streaming() {
        return stream != null && !over;
    }

    void start() {
        exchange.record().endpoint = endpoint.labels();
        if (upstream.activeRequests().incrementAndGet()
                > upstream.limits().bound(Limit.BACKEND_REQUESTS)) {
            upstream.activeRequests().decrementAndGet();
            exchange.worker().metrics().limitHit(Limit.BACKEND_REQUESTS);
            over = true;
            exchange.attemptFailed(
                    this, StreamFault.of(Reason.BACKEND_OVERLOADED, "too many requests"), false);
            return;
        }
        endpoint.activeRequests().incrementAndGet();
        counted = true;
        counters.requestStarted();
        pool.acquire(this);
        if (stream == null && !over) {
            // The connection's own timeout comes first; this one is for those that wait for
            // another's.
            exchange.timer().waiting(upstream.limits().get(Limit.CONNECT_TIMEOUT) * 2);
        }
    }

    @Override
    public boolean cancelled() {
        return over;
    }

    @Override
    public void onConnection(ClientConnection connection, boolean usedBefore) {
        reused = usedBefore;
        exchange.timer().connected();
        ClientStream opened = exchange.open(connection, this);
        stream = opened;
        exchange.record().backendProtocol = opened.protocol();
        BodyBuffer unsent = exchange.body().unsent();
        boolean endsWithHead =
                exchange.body().ended() && unsent.empty() && exchange.body().trailers() == null;
        opened.sendHead(exchange.request(), endsWithHead);
        if (endsWithHead) {
            return;
        }
        while (!unsent.empty() && !over) {
            bodySent = true;
            opened.sendData(unsent.take(), false);
        }
        if (over) {
            return;
        }
        if (exchange.body().ended()) {
            sendEnd();
        } else if (opened.writable()) {
            exchange.body().resume();
        } else {
            exchange.body().pause();
        }
    }

    @Override
    public void onConnectionFailed(StreamFault fault) {
        if (over) {
            return;
        }
        exchange.timer().connected();
        blamed = true;
        release();
        exchange.attemptFailed(
                this,
                new StreamFault(fault.reason(), true, endpoint.label() + ": " + fault.detail()),
                true);
    }

    void sendData(ByteBuf data) {
        ClientStream open = Objects.requireNonNull(stream);
        bodySent = true;
        open.sendData(data, false);
        if (!over && !open.writable()) {
            exchange.body().pause();
        }
    }

    void sendEnd() {
        ClientStream open = Objects.requireNonNull(stream);
        HeaderFields trailers = exchange.body().trailers();
        if (trailers != null) {
            open.sendTrailers(trailers);
        } else {
            open.sendData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    /**
     * Ends it, whatever it is doing. Nothing of it reaches the exchange any more.
     *
     * @param failed whether the endpoint is to blame
     */
    void cancel(boolean failed) {
        if (over) {
            return;
        }
        if (failed) {
            endpointFailed();
        }
        ClientStream open = stream;
        release();
        if (open != null) {
            open.cancel();
        } else {
            pool.withdraw(this);
        }
    }

    void resumeResponse() {
        if (responsePaused && stream != null && !over) {
            responsePaused = false;
            stream.resumeResponse();
        }
    }

    @Override
    public void onInformational(ResponseHead head) {
        ServerStream server = exchange.server();
        boolean asked =
                head.status() != UNASKED_INFORMATIONAL || exchange.request().expectsContinue();
        if (!over && !exchange.responseStarted() && asked) {
            server.sendInformational(head);
        }
    }

    @Override
    public void onHead(ResponseHead head, boolean end) {
        if (over) {
            return;
        }
        exchange.timer().touched();
        headReceived = true;
        long micros = exchange.exchanges().nowMicros() - startMicros;
        exchange.record().backendHeadMicros = micros;
        counters.responseStarted(micros);
        int status = head.status();
        if (status >= 502 && status <= 504) {
            endpointFailed();
        } else {
            endpoint.health().succeeded();
        }
        if (exchange.retriesOn(status)) {
            discard(head, end);
            exchange.retry(endpoint);
            return;
        }
        noteGrpcStatus(head.fields());
        exchange.responseHead(head, endpoint, end);
        if (end) {
            ended();
        }
    }

    private void discard(ResponseHead head, boolean end) {
        ClientStream open = stream;
        release();
        if (open == null) {
            return;
        }
        long length = head.contentLength();
        if (end || !exchange.body().ended() || length < 0 || length > LONGEST_DISCARD) {
            open.cancel();
        } else {
            exchange.worker()
                    .timers()
                    .set(new DiscardTimer(open, exchange.worker()), DISCARD_MILLIS);
        }
    }

    /** Ends a response that is thrown away and does not end; nothing else watches it any more. */
    private static final class DiscardTimer extends TimerWheel.Timer {
        private final ClientStream stream;
        private final Worker worker;

        private DiscardTimer(ClientStream stream, Worker worker) {
            this.stream = stream;
            this.worker = worker;
        }

        @Override
        protected void expired() {
            stream.cancel();
            worker.flushQueue().flushAll();
        }
    }

    @Override
    public void onData(ByteBuf data) {
        if (over) {
            data.release();
            return;
        }
        exchange.timer().touched();
        ServerStream server = exchange.server();
        server.sendData(data, false);
        if (!over && stream != null && !server.writable()) {
            responsePaused = true;
            stream.pauseResponse();
        }
    }

    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        if (over) {
            return;
        }
        exchange.timer().touched();
        ServerStream server = exchange.server();
        if (trailers == null) {
            server.sendData(Unpooled.EMPTY_BUFFER, true);
        } else {
            noteGrpcStatus(trailers);
            server.sendTrailers(trailers);
        }
        ended();
    }

    private void ended() {
        if (over) {
            return;
        }
        exchange.record().backendMicros = exchange.exchanges().nowMicros() - startMicros;
        if (!exchange.tunnel()) {
            // What has not gone out of the request, the backend does not want.
            cancel(false);
        } else if (exchange.body().ended()) {
            release();
        }
        exchange.responseEnded();
    }

    @Override
    public void onReset(StreamFault fault) {
        if (over) {
            return;
        }
        release();
        boolean begun = exchange.responseStarted();
        if (!fault.retryable() && !(reused && !headReceived)) {
            // A kept connection that was closed under the request says nothing of the endpoint's
            // health.
            endpointFailed();
        }
        StreamFault named =
                new StreamFault(
                        fault.reason(),
                        fault.retryable() && !bodySent,
                        endpoint.label() + ": " + fault.detail());
        if (begun) {
            exchange.abort(named);
        } else {
            exchange.attemptFailed(this, named, !headReceived);
        }
    }

    private void endpointFailed() {
        blamed = true;
        if (endpoint.health().requestFailed(System.nanoTime())) {
            counters.ejected();
        }
    }

    @Override
    public void onWritable() {
        if (!over) {
            exchange.timer().touched();
            exchange.body().resume();
        }
    }

    private void noteGrpcStatus(HeaderFields fields) {
        int at = fields.find(FieldNames.GRPC_STATUS);
        if (at < 0) {
            return;
        }
        int value = 0;
        for (int i = fields.valueStart(at); i < fields.valueEnd(at); i++) {
            int digit = fields.array()[i] - '0';
            if (digit < 0 || digit > 9 || value > 99) {
                return;
            }
            value = value * 10 + digit;
        }
        exchange.record().grpcStatus = value;
    }

    /** The endpoint is rid of this request. */
    private void release() {
        over = true;
        if (counted) {
            counted = false;
            endpoint.activeRequests().decrementAndGet();
            upstream.activeRequests().decrementAndGet();
            counters.requestEnded(blamed);
        }
    }
}
