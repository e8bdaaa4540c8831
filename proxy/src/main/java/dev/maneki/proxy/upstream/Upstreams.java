package dev.maneki.proxy.upstream;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.metrics.MetricsRegistry;
import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.Backend.EndpointSource;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.EndpointTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All backends, alive, by their ids. Changed by one configuration thread, read from anywhere.
 *
 * <p>A new model is taken in two steps around the swap of the routers: first {@link #add} what is
 * new, so that no router leads to a backend that is not there; then {@link #retain} what is still
 * named.
 */
public final class Upstreams {
    private final int workers;
    private final Limits limits;
    private final Connector connector;
    private final NameEndpoints names;
    private final MetricsRegistry metrics;
    private final Map<BackendId, Upstream> byId = new ConcurrentHashMap<>();
    private EndpointTable endpoints = EndpointTable.EMPTY;

    /** None yet; each endpoint will have a pool for each of {@code workers}. */
    public Upstreams(
            int workers,
            Limits limits,
            Connector connector,
            NameEndpoints names,
            MetricsRegistry metrics) {
        this.workers = workers;
        this.limits = limits;
        this.connector = connector;
        this.names = names;
        this.metrics = metrics;
    }

    /** All there are, for metrics. */
    public Collection<Upstream> all() {
        return byId.values();
    }

    /** The backend of this id, which must have been added. */
    public Upstream get(BackendId id) {
        Upstream upstream = byId.get(id);
        if (upstream == null) {
            throw new IllegalStateException(
                    "the model names backend " + id + " and does not define it");
        }
        return upstream;
    }

    /** Makes or changes the backends of a model, with their endpoints. */
    public synchronized void add(Map<BackendId, Backend> backends, EndpointTable table) {
        backends.forEach(
                (id, backend) -> {
                    Upstream upstream = byId.get(id);
                    if (upstream == null) {
                        upstream =
                                new Upstream(
                                        backend, workers, limits, connector, metrics.backend(id));
                        feed(upstream, backend, table);
                        byId.put(id, upstream);
                    } else if (upstream.backend() != backend) {
                        EndpointSource before = upstream.backend().source();
                        upstream.become(backend);
                        if (!before.equals(backend.source())) {
                            names.stop(upstream);
                            feed(upstream, backend, table);
                        }
                    }
                });
        endpoints(table);
    }

    /** Drops those that are no longer named; their requests run to the end. */
    public synchronized void retain(Map<BackendId, Backend> backends) {
        byId.values()
                .removeIf(
                        upstream -> {
                            if (backends.containsKey(upstream.id())) {
                                return false;
                            }
                            names.stop(upstream);
                            upstream.replaceEndpoints(List.of(), null);
                            return true;
                        });
    }

    /** Takes new endpoints; only backends whose list is another instance are touched. */
    public synchronized void endpoints(EndpointTable table) {
        EndpointTable before = endpoints;
        endpoints = table;
        if (before == table) {
            return;
        }
        for (Upstream upstream : byId.values()) {
            if (upstream.backend().source() instanceof EndpointSource.Slices(var service)
                    && before.endpoints(service) != table.endpoints(service)) {
                upstream.replaceEndpoints(table.endpoints(service), null);
            }
        }
    }

    private void feed(Upstream upstream, Backend backend, EndpointTable table) {
        switch (backend.source()) {
            case EndpointSource.Slices(var service) ->
                    upstream.replaceEndpoints(table.endpoints(service), null);
            case EndpointSource.External(String host, int port) ->
                    names.start(upstream, host, port);
        }
    }

    /** Brings the numbers of endpoints up to date, for a scrape. */
    public void countEndpoints() {
        byId.values().forEach(Upstream::countEndpoints);
    }
}
