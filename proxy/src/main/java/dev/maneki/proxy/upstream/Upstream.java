package dev.maneki.proxy.upstream;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.BackendCounters;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Backend.EndpointSource;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.EndpointTable.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * One backend of the model, alive. It keeps its identity while the model changes around it, so that
 * compiled rules hold on to it; what it is and which endpoints it has are swapped in one write.
 *
 * <p>Thread-safe: workers read, the configuration thread swaps.
 */
public final class Upstream {
    /** What it is at one moment. */
    private record State(
            Backend backend,
            List<Endpoint> ids,
            UpstreamEndpoint[] endpoints,
            @Nullable String nameError) {}

    private final BackendId id;
    private final String label;
    private final int workers;
    private final Limits limits;
    private final Connector connector;
    private final AtomicInteger activeRequests = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicBoolean reclaiming = new AtomicBoolean();
    private final BackendCounters counters;
    private volatile State state;

    Upstream(
            Backend backend,
            int workers,
            Limits limits,
            Connector connector,
            BackendCounters counters) {
        this.counters = counters;
        this.id = backend.id();
        this.label = id.toString();
        this.workers = workers;
        this.limits = limits;
        this.connector = connector;
        this.state = new State(backend, List.of(), new UpstreamEndpoint[0], null);
    }

    /** Which backend. */
    public BackendId id() {
        return id;
    }

    /** {@code namespace/service:port}, for records. */
    public String label() {
        return label;
    }

    /** What it is now. */
    public Backend backend() {
        return state.backend;
    }

    /** Its endpoints now; not to be changed. */
    public UpstreamEndpoint[] endpoints() {
        return state.endpoints;
    }

    /** Why its host name has no address, or null. */
    public @Nullable String nameError() {
        return state.nameError;
    }

    /** Requests at it now, of all workers. */
    public AtomicInteger activeRequests() {
        return activeRequests;
    }

    /** Connections to it, those being made included. */
    public AtomicInteger connections() {
        return connections;
    }

    /** Requests that wait for a connection. */
    public AtomicInteger pending() {
        return pending;
    }

    /** What is counted of it. */
    public BackendCounters counters() {
        return counters;
    }

    /**
     * Makes another pool give up a connection that it does not use: one after the other is asked,
     * each on its own loop, until one has some. The pool that wants it is told. From any thread.
     */
    void reclaim(EndpointPool wanting) {
        if (!reclaiming.compareAndSet(false, true)) {
            return; // One at a time: whoever waits asks again.
        }
        List<EndpointPool> others = new ArrayList<>();
        for (UpstreamEndpoint endpoint : state.endpoints) {
            endpoint.addPools(others);
        }
        others.remove(wanting);
        reclaim(wanting, others, 0);
    }

    private void reclaim(EndpointPool wanting, List<EndpointPool> others, int at) {
        if (at == others.size()) {
            reclaiming.set(false);
            return;
        }
        EndpointPool other = others.get(at);
        other.worker()
                .loop()
                .execute(
                        () -> {
                            if (other.closeUnused()) {
                                reclaiming.set(false);
                                wanting.worker().loop().execute(wanting::reclaimed);
                            } else {
                                reclaim(wanting, others, at + 1);
                            }
                        });
    }

    /** Tells the counters how many endpoints there are, and how many of them are not put aside. */
    void countEndpoints() {
        long now = System.nanoTime();
        UpstreamEndpoint[] all = state.endpoints;
        int healthy = 0;
        for (UpstreamEndpoint endpoint : all) {
            healthy += endpoint.health().ejected(now) ? 0 : 1;
        }
        counters.endpoints(all.length, healthy);
    }

    /** The process's limits. */
    public Limits limits() {
        return limits;
    }

    Connector connector() {
        return connector;
    }

    /** Whether a new connection will probably carry many streams. */
    boolean expectsMultiplexing() {
        return state.backend.protocol() == Backend.Protocol.HTTP2;
    }

    /** Becomes {@code backend}; if that is reached in another way, connections are made anew. */
    synchronized void become(Backend backend) {
        State before = state;
        if (before.backend.equals(backend)) {
            return;
        }
        if (sameWay(before.backend, backend)) {
            state = new State(backend, before.ids, before.endpoints, before.nameError);
            return;
        }
        UpstreamEndpoint[] anew = new UpstreamEndpoint[before.ids.size()];
        for (int i = 0; i < anew.length; i++) {
            anew[i] = new UpstreamEndpoint(this, before.ids.get(i), workers);
        }
        state = new State(backend, before.ids, anew, before.nameError);
        for (UpstreamEndpoint old : before.endpoints) {
            old.drain();
        }
    }

    private static boolean sameWay(Backend one, Backend other) {
        return one.protocol() == other.protocol() && one.tls().equals(other.tls());
    }

    /** Has these endpoints from now on; those that stay keep their connections and their health. */
    synchronized void replaceEndpoints(List<Endpoint> ids, @Nullable String nameError) {
        State before = state;
        if (before.ids.equals(ids)) {
            state = new State(before.backend, before.ids, before.endpoints, nameError);
            return;
        }
        Map<Endpoint, UpstreamEndpoint> old = new HashMap<>();
        for (UpstreamEndpoint endpoint : before.endpoints) {
            old.put(endpoint.id(), endpoint);
        }
        List<UpstreamEndpoint> now = new ArrayList<>(ids.size());
        for (Endpoint each : ids) {
            UpstreamEndpoint kept = old.remove(each);
            now.add(kept != null ? kept : new UpstreamEndpoint(this, each, workers));
        }
        state =
                new State(
                        before.backend,
                        List.copyOf(ids),
                        now.toArray(new UpstreamEndpoint[0]),
                        nameError);
        old.values().forEach(UpstreamEndpoint::drain);
    }

    /**
     * As {@link #replaceEndpoints}, unless it has become something else while {@code asked} was
     * being looked up: then the answer comes too late.
     */
    synchronized void nameResolved(EndpointSource asked, List<Endpoint> ids) {
        if (state.backend.source().equals(asked)) {
            replaceEndpoints(ids, null);
        }
    }

    /** The name that was {@code asked} does not resolve; the endpoints it has stay. */
    synchronized void nameFailed(EndpointSource asked, String error) {
        State before = state;
        if (!before.backend.source().equals(asked)) {
            return;
        }
        state = new State(before.backend, before.ids, before.endpoints, error);
    }
}
