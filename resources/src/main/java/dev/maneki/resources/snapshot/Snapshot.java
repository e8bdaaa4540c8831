package dev.maneki.resources.snapshot;

import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.GRPCRoute;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.KindType;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.kinds.Route;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resources in force at one moment. Immutable, and so thread-safe.
 *
 * <p>A snapshot that is made from another ({@link #with}) shares all that did not change, down to
 * the identity of each resource. With ten thousand routes and one change that takes well under a
 * millisecond.
 */
public final class Snapshot {
    private static final Snapshot EMPTY = new Snapshot(Map.of(), Map.of(), Map.of());

    private final Map<Class<? extends Resource>, Table<?>> tables;
    private final Map<Table.Key, List<EndpointSlice>> slices;
    private final Map<ResourceId, Position> refused;

    private Snapshot(
            Map<Class<? extends Resource>, Table<?>> tables,
            Map<Table.Key, List<EndpointSlice>> slices,
            Map<ResourceId, Position> refused) {
        this.tables = tables;
        this.slices = slices;
        this.refused = refused;
    }

    public static Snapshot empty() {
        return EMPTY;
    }

    /** A snapshot of these resources; of two with one kind, namespace and name, the later. */
    public static Snapshot of(Collection<? extends Resource> resources) {
        return EMPTY.with(resources, List.of());
    }

    /** All resources of a kind, by namespace and then name. */
    public <R extends Resource> List<R> all(Class<R> kind) {
        return table(kind).rows();
    }

    /**
     * @param namespace empty for kinds outside namespaces
     */
    public <R extends Resource> Optional<R> find(Class<R> kind, String namespace, String name) {
        return Optional.ofNullable(table(kind).find(namespace, name));
    }

    public Optional<Resource> find(ResourceId id) {
        return KindType.named(id.kind())
                .flatMap(kind -> find(kind.type(), id.namespace(), id.name()));
    }

    /**
     * Resources that are written down and of which nothing is in force, as their text is refused;
     * with the place of the fault.
     */
    public Map<ResourceId, Position> refused() {
        return refused;
    }

    /** HTTPRoutes and GRPCRoutes. */
    public List<Route> routes() {
        List<Route> routes = new ArrayList<>(all(HTTPRoute.class));
        routes.addAll(all(GRPCRoute.class));
        return Collections.unmodifiableList(routes);
    }

    /** The slices that say, by their label, that they belong to a Service; in order of name. */
    public List<EndpointSlice> endpointSlices(String namespace, String service) {
        return slices.getOrDefault(new Table.Key(namespace, service), List.of());
    }

    /** The number of resources of all kinds. */
    public int size() {
        return tables.values().stream().mapToInt(table -> table.rows().size()).sum();
    }

    /** A snapshot with some resources added or replaced, and others removed. */
    public Snapshot with(Collection<? extends Resource> put, Collection<ResourceId> removed) {
        Map<Class<? extends Resource>, TreeMap<Table.Key, Optional<Resource>>> changes =
                new HashMap<>();
        for (ResourceId id : removed) {
            Table.Key key = new Table.Key(id.namespace(), id.name());
            KindType.named(id.kind())
                    .ifPresent(
                            kind ->
                                    changes.computeIfAbsent(kind.type(), k -> new TreeMap<>())
                                            .put(key, Optional.empty()));
        }
        for (Resource resource : put) {
            changes.computeIfAbsent(resource.getClass(), k -> new TreeMap<>())
                    .put(Table.Key.of(resource), Optional.of(resource));
        }
        if (changes.isEmpty()) {
            return this;
        }
        Map<Class<? extends Resource>, Table<?>> next = new HashMap<>(tables);
        changes.forEach((kind, rows) -> next.put(kind, table(kind).with(rows)));
        TreeMap<Table.Key, Optional<Resource>> slicesChanged = changes.get(EndpointSlice.class);
        return new Snapshot(next, slicesChanged == null ? slices : index(slicesChanged), refused);
    }

    /** The same resources in force, and these refused. */
    public Snapshot withRefused(Map<ResourceId, Position> nowRefused) {
        return nowRefused.equals(refused)
                ? this
                : new Snapshot(tables, slices, Map.copyOf(nowRefused));
    }

    /** The index with the Services of changed slices looked up anew. */
    private Map<Table.Key, List<EndpointSlice>> index(
            TreeMap<Table.Key, Optional<Resource>> changed) {
        Map<Table.Key, TreeMap<String, EndpointSlice>> touched = new HashMap<>();
        for (Map.Entry<Table.Key, Optional<Resource>> change : changed.entrySet()) {
            Table.Key key = change.getKey();
            EndpointSlice before = table(EndpointSlice.class).find(key.namespace(), key.name());
            if (before != null && before.serviceName().isPresent()) {
                touched(touched, before).remove(key.name());
            }
        }
        for (Optional<Resource> row : changed.values()) {
            if (row.orElse(null) instanceof EndpointSlice after
                    && after.serviceName().isPresent()) {
                touched(touched, after).put(after.name(), after);
            }
        }
        Map<Table.Key, List<EndpointSlice>> result = new HashMap<>(slices);
        touched.forEach(
                (service, members) -> {
                    if (members.isEmpty()) {
                        result.remove(service);
                    } else {
                        result.put(service, List.copyOf(members.values()));
                    }
                });
        return result;
    }

    private TreeMap<String, EndpointSlice> touched(
            Map<Table.Key, TreeMap<String, EndpointSlice>> touched, EndpointSlice slice) {
        Table.Key service = new Table.Key(slice.namespace(), slice.serviceName().orElseThrow());
        return touched.computeIfAbsent(
                service,
                key -> {
                    TreeMap<String, EndpointSlice> members = new TreeMap<>();
                    for (EndpointSlice each : slices.getOrDefault(key, List.of())) {
                        members.put(each.name(), each);
                    }
                    return members;
                });
    }

    @SuppressWarnings("unchecked") // Rows are sorted into tables by their class.
    <R extends Resource> Table<R> table(Class<R> kind) {
        Table<R> table = (Table<R>) tables.get(kind);
        return table == null ? Table.empty() : table;
    }
}
