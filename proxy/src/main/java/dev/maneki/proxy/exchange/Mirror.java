package dev.maneki.proxy.exchange;

import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.ClientStream;
import dev.maneki.proxy.stream.ClientStreamHandler;
import dev.maneki.proxy.stream.ResponseHead;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.upstream.ConnectionWaiter;
import dev.maneki.proxy.upstream.LeastRequest;
import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Limit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a request on its way to a backend that only listens. The original never waits for it:
 * where the copy cannot keep up it is given up. Event loop only.
 */
final class Mirror extends TimerWheel.Timer implements ConnectionWaiter, ClientStreamHandler {
    private final Worker worker;
    private final RequestHead head = new RequestHead();
    private final BodyBuffer unsent = new BodyBuffer();
    private final UpstreamEndpoint endpoint;
    private @Nullable ClientStream stream;
    private long touchedAt;
    private boolean requestEnded;
    private boolean over;

    private Mirror(
            Worker worker, UpstreamEndpoint endpoint, RequestHead original, boolean requestEnded) {
        this.worker = worker;
        this.endpoint = endpoint;
        this.requestEnded = requestEnded;
        head.copyFrom(original);
    }

    /** Sends a copy of {@code original} on its way; null if there is nowhere to send it. */
    static @Nullable Mirror open(
            Worker worker, Upstream upstream, RequestHead original, boolean requestEnded) {
        UpstreamEndpoint endpoint =
                LeastRequest.choose(upstream.endpoints(), worker.random(), null);
        if (endpoint == null || !original.upgrade().isEmpty()) {
            return null;
        }
        Mirror mirror = new Mirror(worker, endpoint, original, requestEnded);
        endpoint.activeRequests().incrementAndGet();
        mirror.touched();
        mirror.watch(mirror.idleMillis());
        endpoint.pool(worker).acquire(mirror);
        return mirror.over ? null : mirror;
    }

    /** Of the process: nobody waits for a copy, so no route's own timeouts hold for it. */
    private long idleMillis() {
        return worker.limits().get(Limit.STREAM_IDLE_TIMEOUT);
    }

    private void watch(long millis) {
        if (millis > 0) {
            worker.timers().set(this, millis);
        }
    }

    private void touched() {
        touchedAt = worker.clock().nanos();
    }

    /** A backend that says nothing must not keep a connection for ever. */
    @Override
    protected void expired() {
        long stillMillis = (worker.clock().nanos() - touchedAt) / 1_000_000;
        if (stillMillis < idleMillis()) {
            watch(idleMillis() - stillMillis);
        } else {
            cancel();
            worker.flushQueue().flushAll();
        }
    }

    /** A chunk of the original's body, which stays the caller's. */
    void data(ByteBuf data) {
        if (over) {
            return;
        }
        touched();
        ClientStream open = stream;
        if (open == null) {
            unsent.add(data.retainedDuplicate());
            if (unsent.bytes() > worker.limits().bound(Limit.CONNECTION_BUFFER)) {
                cancel();
            }
        } else if (open.writable()) {
            open.sendData(data.retainedDuplicate(), false);
        } else {
            cancel();
        }
    }

    /** The original's body has ended. */
    void end() {
        requestEnded = true;
        if (!over && stream != null) {
            stream.sendData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    /** Gives the copy up. */
    void cancel() {
        if (over) {
            return;
        }
        ClientStream open = stream;
        release();
        if (open != null) {
            open.cancel();
        } else {
            endpoint.pool(worker).withdraw(this);
        }
    }

    private void release() {
        if (!over) {
            over = true;
            worker.timers().cancel(this);
            endpoint.activeRequests().decrementAndGet();
            unsent.release();
        }
    }

    @Override
    public boolean cancelled() {
        return over;
    }

    @Override
    public void onConnection(ClientConnection connection, boolean reused) {
        ClientStream opened = connection.open(this);
        stream = opened;
        boolean endsWithHead = requestEnded && unsent.empty();
        opened.sendHead(head, endsWithHead);
        while (!unsent.empty() && !over) {
            opened.sendData(unsent.take(), false);
        }
        if (!over && requestEnded && !endsWithHead) {
            opened.sendData(Unpooled.EMPTY_BUFFER, true);
        }
    }

    @Override
    public void onConnectionFailed(StreamFault fault) {
        release();
    }

    @Override
    public void onInformational(ResponseHead ignored) {}

    @Override
    public void onHead(ResponseHead ignored, boolean end) {
        touched();
        if (end) {
            cancel();
        }
    }

    @Override
    public void onData(ByteBuf data) {
        touched();
        data.release();
    }

    /** The rest of the request, if there is one, is of no use to the backend. */
    @Override
    public void onEnd(@Nullable HeaderFields trailers) {
        cancel();
    }

    @Override
    public void onReset(StreamFault fault) {
        release();
    }

    @Override
    public void onWritable() {}
}
