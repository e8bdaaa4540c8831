package dev.maneki.proxy.metrics;

import dev.maneki.routing.model.Backend;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.ChangedSpan;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.routing.model.Port;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.RouteId;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.routing.model.ServicePort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * All metrics of a process: hands out counters when configuration is compiled, and writes
 * everything when somebody scrapes. Safe from any thread.
 *
 * <p>Listeners, routes and backends have counters of their own up to a bound each; what comes
 * beyond shares those called {@code _other}. Counters live as long as what they count is
 * configured: asking again gives the same ones, {@link #retain} drops those that are gone.
 */
public final class MetricsRegistry {
    /** The label of what is beyond a bound; no resource can be called so. */
    static final String OTHER = "_other";

    private final List<WorkerMetrics> workers;
    private final Bounds bounds;
    private final Map<ListenerId, ListenerEntry> listeners = new LinkedHashMap<>();
    private final Map<ServicePort, BackendCounters> backends = new LinkedHashMap<>();
    private final ListenerEntry none;
    private final ListenerEntry otherListener;
    private final BackendCounters otherBackend;
    private final List<Collector> ownCollectors;
    private final List<Collector> collectors = new CopyOnWriteArrayList<>();
    private Map<BackendId, Backend> backendsInForce = Map.of();
    private boolean backendsFresh;
    private int routes;

    /** How many of each have counters of their own. */
    public record Bounds(int listeners, int routes, int backends) {
        /** 256 listeners, 2,000 routes, 1,000 backends. */
        public static final Bounds DEFAULT = new Bounds(256, 2_000, 1_000);
    }

    /** A listener's counters with those of the routes attached to it. */
    private final class ListenerEntry {
        final ListenerCounters listener;
        final RouteCounters unmatched;
        final RouteCounters other;
        final Map<RouteId, RouteCounters> routes = new LinkedHashMap<>();

        /** As of the last {@link #retain}, and what was asked for since. */
        private List<Route> inForce = List.of();

        private final Set<RouteId> fresh = new HashSet<>();

        ListenerEntry(String namespace, String gateway, String name) {
            listener = new ListenerCounters(namespace, gateway, name, workers.size());
            unmatched = new RouteCounters(listener, "", "", "", workers.size());
            other = new RouteCounters(listener, OTHER, OTHER, OTHER, workers.size());
        }

        /** Only those that may be gone are looked for: one change among very many is usual. */
        void retain(List<Route> now) {
            ChangedSpan span = ChangedSpan.between(inForce, now);
            Set<RouteId> doubtful = new HashSet<>(fresh);
            inForce.subList(span.from(), span.beforeEnd()).forEach(each -> doubtful.add(each.id()));
            now.subList(span.from(), span.afterEnd()).forEach(each -> doubtful.remove(each.id()));
            if (!doubtful.isEmpty()) {
                now.forEach(each -> doubtful.remove(each.id()));
                routes.keySet().removeAll(doubtful);
            }
            fresh.clear();
            inForce = now;
        }
    }

    /**
     * A registry over these workers.
     *
     * @param workers all of them, in the order of their numbers
     */
    public MetricsRegistry(List<WorkerMetrics> workers) {
        this(workers, Bounds.DEFAULT);
    }

    /** As {@link #MetricsRegistry(List)} with bounds of its own. */
    public MetricsRegistry(List<WorkerMetrics> workers, Bounds bounds) {
        this.workers = List.copyOf(workers);
        this.bounds = bounds;
        this.none = new ListenerEntry("", "", "");
        this.otherListener = new ListenerEntry(OTHER, OTHER, OTHER);
        this.otherBackend = new BackendCounters(OTHER, OTHER, OTHER, workers.size());
        this.ownCollectors =
                List.of(new WorkerCollector(this.workers), new TrafficCollector(this::traffic));
    }

    /** The counters of a route at a listener. */
    public synchronized RouteCounters route(ListenerId listener, RouteId route) {
        ListenerEntry entry = entry(listener);
        RouteCounters known = entry.routes.get(route);
        if (known != null) {
            return known;
        }
        if (entry == otherListener || routes >= bounds.routes()) {
            return entry.other;
        }
        RouteCounters counters =
                new RouteCounters(
                        entry.listener,
                        route.kind(),
                        route.namespace(),
                        route.name(),
                        workers.size());
        entry.routes.put(route, counters);
        entry.fresh.add(route);
        routes++;
        return counters;
    }

    /** The counters of requests that reached a listener and matched none of its routes. */
    public synchronized RouteCounters unmatched(ListenerId listener) {
        return entry(listener).unmatched;
    }

    /** The counters of requests that reached no listener, or were no requests. */
    public RouteCounters noListener() {
        return none.unmatched;
    }

    /** The counters of a backend; variants of the same Service port share theirs. */
    public synchronized BackendCounters backend(BackendId backend) {
        ServicePort key = key(backend);
        BackendCounters known = backends.get(key);
        if (known != null) {
            return known;
        }
        if (backends.size() >= bounds.backends()) {
            return otherBackend;
        }
        BackendCounters counters =
                new BackendCounters(
                        key.namespace(),
                        key.service(),
                        Integer.toString(key.port()),
                        workers.size());
        backends.put(key, counters);
        backendsFresh = true;
        return counters;
    }

    /**
     * Drops the counters of all that this model does not have. Call after it has come into force,
     * when its own counters have been asked for.
     */
    @SuppressWarnings("ReferenceEquality") // what did not change is the same instance
    public synchronized void retain(RoutingModel model) {
        Map<ListenerId, List<Route>> kept = new LinkedHashMap<>();
        for (Port port : model.ports()) {
            for (Listener listener : port.listeners()) {
                kept.put(listener.id(), listener.routes());
            }
        }
        listeners.keySet().retainAll(kept.keySet());
        routes = 0;
        listeners.forEach(
                (id, entry) -> {
                    entry.retain(Objects.requireNonNull(kept.get(id)));
                    routes += entry.routes.size();
                });
        if (backendsFresh || model.backends() != backendsInForce) {
            backendsFresh = false;
            backendsInForce = model.backends();
            Set<ServicePort> keptBackends = new HashSet<>();
            backendsInForce.keySet().forEach(id -> keptBackends.add(key(id)));
            backends.keySet().retainAll(keptBackends);
        }
    }

    /**
     * Adds a part to every scrape. It is asked before the registry's own counters are read, and may
     * bring them up to date.
     */
    public void register(Collector collector) {
        collectors.add(collector);
    }

    /** Adds a gauge without labels. */
    public void gauge(String name, String help, DoubleSupplier value) {
        register(
                out -> {
                    out.gauge(name, help);
                    out.sample(value.getAsDouble());
                });
    }

    /** Adds a counter without labels; its name ends in {@code _total}. */
    public void counter(String name, String help, LongSupplier value) {
        register(
                out -> {
                    out.counter(name, help);
                    out.sample(value.getAsLong());
                });
    }

    /** Everything, now, as {@link PrometheusText#CONTENT_TYPE}. */
    public String scrape() {
        PrometheusText out = new PrometheusText();
        collectors.forEach(collector -> collector.collect(out));
        ownCollectors.forEach(collector -> collector.collect(out));
        return out.toString();
    }

    private ListenerEntry entry(ListenerId id) {
        ListenerEntry known = listeners.get(id);
        if (known != null) {
            return known;
        }
        if (listeners.size() >= bounds.listeners()) {
            return otherListener;
        }
        ListenerEntry entry = new ListenerEntry(id.namespace(), id.gateway(), id.listener());
        listeners.put(id, entry);
        return entry;
    }

    private synchronized TrafficCollector.Traffic traffic() {
        List<ListenerCounters> ofListeners = new ArrayList<>();
        List<RouteCounters> ofRoutes = new ArrayList<>();
        List<ListenerEntry> entries = new ArrayList<>(listeners.values());
        entries.add(none);
        if (listeners.size() >= bounds.listeners()) {
            entries.add(otherListener);
        }
        for (ListenerEntry entry : entries) {
            ofListeners.add(entry.listener);
            ofRoutes.addAll(entry.routes.values());
            ofRoutes.add(entry.unmatched);
            ofRoutes.add(entry.other);
        }
        List<BackendCounters> ofBackends = new ArrayList<>(backends.values());
        if (backends.size() >= bounds.backends()) {
            ofBackends.add(otherBackend);
        }
        return new TrafficCollector.Traffic(ofListeners, ofRoutes, ofBackends);
    }

    private static ServicePort key(BackendId id) {
        return new ServicePort(id.namespace(), id.service(), id.port());
    }
}
