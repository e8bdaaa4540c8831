package dev.maneki.proxy.upstream;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.metrics.BackendWorkerCounters;
import dev.maneki.proxy.stream.ClientConnection;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import dev.maneki.routing.model.Limit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * One worker's connections to one endpoint. Event loop only.
 *
 * <p>A request takes the connection that was used last, so that those beyond need fall idle and are
 * closed. HTTP/1.1 and HTTP/2 are kept alike: what counts is {@link ClientConnection#available()}.
 */
public final class EndpointPool {
    private static final long LIMIT_CHECK_MILLIS = 50;

    private final Worker worker;
    private final UpstreamEndpoint endpoint;
    private final Upstream upstream;
    private final BackendWorkerCounters counters;

    /** Those with room for a stream; the last was used last. */
    private final ArrayList<PooledConnection> available = new ArrayList<>();

    private final ArrayDeque<ConnectionWaiter> waiters = new ArrayDeque<>();
    private final IdleSweep sweep = new IdleSweep();
    private final LimitCheck limitCheck = new LimitCheck();
    private int connecting;
    private int open;
    private boolean draining;

    EndpointPool(Worker worker, UpstreamEndpoint endpoint) {
        this.worker = worker;
        this.endpoint = endpoint;
        this.upstream = endpoint.upstream();
        this.counters = upstream.counters().on(worker.metrics());
    }

    Worker worker() {
        return worker;
    }

    /** What this worker counts of the backend. */
    public BackendWorkerCounters counters() {
        return counters;
    }

    /** Finds or makes a connection for {@code waiter}. */
    public void acquire(ConnectionWaiter waiter) {
        PooledConnection ready = takeAvailable();
        if (ready != null) {
            waiter.onConnection(ready.connection(), ready.used());
            return;
        }
        if (upstream.pending().incrementAndGet() > upstream.limits().bound(Limit.BACKEND_PENDING)) {
            upstream.pending().decrementAndGet();
            worker.metrics().limitHit(Limit.BACKEND_PENDING);
            waiter.onConnectionFailed(
                    StreamFault.of(
                            Reason.BACKEND_OVERLOADED, "too many requests wait for a connection"));
            return;
        }
        counters.pendingStarted();
        waiters.add(waiter);
        connectIfNeeded();
    }

    /** Forgets a waiter that has lost interest: else it would count as waiting until it is met. */
    public void withdraw(ConnectionWaiter waiter) {
        if (waiters.remove(waiter)) {
            upstream.pending().decrementAndGet();
            counters.pendingEnded();
        }
    }

    /** The next request for which there is none makes a new connection instead of sharing one. */
    private @Nullable PooledConnection takeAvailable() {
        while (!available.isEmpty()) {
            PooledConnection last = available.getLast();
            if (last.connection().available()) {
                if (!last.connection().multiplexed()) {
                    last.unlist();
                }
                return last;
            }
            last.unlist();
        }
        return null;
    }

    private void connectIfNeeded() {
        // An HTTP/2 connection will carry all who wait; of HTTP/1.1 each needs one.
        int wanted = upstream.expectsMultiplexing() ? 1 : waiters.size();
        while (connecting < wanted && !waiters.isEmpty()) {
            if (upstream.connections().incrementAndGet()
                    > upstream.limits().bound(Limit.BACKEND_CONNECTIONS)) {
                upstream.connections().decrementAndGet();
                worker.metrics().limitHit(Limit.BACKEND_CONNECTIONS);
                // Those who wait get a connection when one falls free, or give up at their own
                // time. Other pools may hold some that they do not need; and one may fall free
                // there, which tells us nothing: so we look.
                upstream.reclaim(this);
                if (!limitCheck.waiting()) {
                    worker.timers().set(limitCheck, LIMIT_CHECK_MILLIS);
                }
                return;
            }
            connecting++;
            open++;
            upstream.connector().connect(worker, endpoint, new PooledConnection());
        }
    }

    private void serveWaiters() {
        while (!waiters.isEmpty()) {
            ConnectionWaiter next = waiters.peek();
            if (next.cancelled()) {
                forgetFirst();
                continue;
            }
            PooledConnection ready = takeAvailable();
            if (ready == null) {
                connectIfNeeded();
                return;
            }
            forgetFirst();
            next.onConnection(ready.connection(), ready.used());
        }
    }

    private void forgetFirst() {
        waiters.remove();
        upstream.pending().decrementAndGet();
        counters.pendingEnded();
    }

    private void closed() {
        open--;
        upstream.connections().decrementAndGet();
    }

    /** Gives up the connection that was unused for longest; false if all are in use. */
    boolean closeUnused() {
        for (PooledConnection pooled : available) {
            if (pooled.connection().activeStreams() == 0) {
                pooled.connection().drain();
                worker.flushQueue().flushAll();
                return true;
            }
        }
        return false;
    }

    /** Another pool has given up a connection for those who wait here. */
    void reclaimed() {
        serveWaiters();
        worker.flushQueue().flushAll();
    }

    /** Closes what is unused now, the rest once it is. */
    void drain() {
        draining = true;
        worker.timers().cancel(sweep);
        for (PooledConnection pooled : available.toArray(new PooledConnection[0])) {
            pooled.connection().drain();
        }
        worker.flushQueue().flushAll();
    }

    /** One connection and its place in the pool. */
    final class PooledConnection implements ClientConnection.Owner, Connector.Result {
        private @Nullable ClientConnection connection;
        private boolean listed;
        private boolean used;
        private boolean settled;
        private boolean retired;
        private final long startNanos = System.nanoTime();

        ClientConnection connection() {
            if (connection == null) {
                throw new IllegalStateException("not connected yet");
            }
            return connection;
        }

        /** Whether it has served before; from now on it has. */
        boolean used() {
            boolean before = used;
            used = true;
            return before;
        }

        void unlist() {
            if (listed) {
                listed = false;
                available.remove(available.lastIndexOf(this));
            }
        }

        @Override
        public void onConnected(ClientConnection made) {
            connection = made;
            endpoint.health().connected();
            counters.connectionOpened((System.nanoTime() - startNanos) / 1_000);
            if (made.available()) {
                ready();
            } // Else HTTP/2 waits for the peer's SETTINGS, and onAvailable follows.
            worker.flushQueue().flushAll();
        }

        private void ready() {
            settled = true;
            connecting--;
            list();
            serveWaiters();
        }

        @Override
        public void onFailed(StreamFault fault) {
            settled = true;
            connecting--;
            closed();
            counters.connectFailed();
            if (fault.reason() == Reason.CONNECT_TIMEOUT) {
                worker.metrics().limitHit(Limit.CONNECT_TIMEOUT);
            }
            if (endpoint.health().connectFailed(System.nanoTime())) {
                counters.ejected();
            }
            // One failure answers all who wait: each tries elsewhere, instead of queueing for the
            // next failure.
            ArrayList<ConnectionWaiter> failed = new ArrayList<>(waiters);
            upstream.pending().addAndGet(-failed.size());
            waiters.clear();
            for (ConnectionWaiter waiter : failed) {
                counters.pendingEnded();
                if (!waiter.cancelled()) {
                    waiter.onConnectionFailed(fault);
                }
            }
            worker.flushQueue().flushAll();
        }

        @Override
        public void onAvailable(ClientConnection which) {
            if (connection == null) {
                return; // It says so while it is being made: onConnected comes next.
            }
            if (!settled) {
                ready();
                return;
            }
            list();
            if (!waiters.isEmpty()) {
                serveWaiters();
            }
        }

        private void list() {
            ClientConnection made = connection();
            if (draining && !retired && waiters.isEmpty()) {
                // Also one that is listed: it was made for those who waited when the drain began.
                if (made.activeStreams() == 0) {
                    made.drain();
                }
                return;
            }
            if (listed || retired || !made.available()) {
                return;
            }
            listed = true;
            available.add(this);
            if (!sweep.waiting() && !draining) {
                sweep.arm();
            }
        }

        @Override
        public void onDraining(ClientConnection which) {
            retired = true;
            unlist();
        }

        @Override
        public void onClosed(ClientConnection which) {
            retired = true;
            unlist();
            counters.connectionClosed();
            if (!settled) {
                onFailed(
                        StreamFault.of(
                                Reason.CONNECT_FAILED, "closed before it was ready for requests"));
                return;
            }
            closed();
            if (!waiters.isEmpty()) {
                connectIfNeeded();
            }
        }
    }

    /** Looks whether the backend may have another connection again; set only while some wait. */
    private final class LimitCheck extends TimerWheel.Timer {
        @Override
        protected void expired() {
            if (waiters.isEmpty()) {
                return;
            }
            if (upstream.connections().get() < upstream.limits().bound(Limit.BACKEND_CONNECTIONS)) {
                serveWaiters();
                worker.flushQueue().flushAll();
            } else {
                upstream.reclaim(EndpointPool.this);
                worker.timers().set(this, LIMIT_CHECK_MILLIS);
            }
        }
    }

    /** Closes connections that were unused for too long; set only while there may be some. */
    private final class IdleSweep extends TimerWheel.Timer {
        void arm() {
            long idle = upstream.limits().get(Limit.BACKEND_IDLE_TIMEOUT);
            if (idle > 0) {
                worker.timers().set(this, Math.max(idle / 4, 100));
            }
        }

        @Override
        protected void expired() {
            long idleNanos = upstream.limits().get(Limit.BACKEND_IDLE_TIMEOUT) * 1_000_000L;
            long now = System.nanoTime();
            for (PooledConnection pooled : available.toArray(new PooledConnection[0])) {
                ClientConnection connection = pooled.connection();
                if (connection.activeStreams() == 0 && now - connection.idleSince() > idleNanos) {
                    connection.drain();
                }
            }
            worker.flushQueue().flushAll();
            if (open > 0) {
                arm();
            }
        }
    }
}
