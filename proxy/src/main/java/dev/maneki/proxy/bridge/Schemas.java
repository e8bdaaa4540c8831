package dev.maneki.proxy.bridge;

import dev.maneki.proxy.upstream.Upstream;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.Rpc;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What backends have said of themselves, one entry a backend. Thread-safe. */
public final class Schemas {
    private final ConcurrentHashMap<BackendId, ReflectedSchema> reflected =
            new ConcurrentHashMap<>();

    /** None known yet. */
    public Schemas() {}

    /** The schema of a backend: the one that was given, or what it says. */
    SchemaSource of(Rpc rpc, Upstream upstream) {
        return rpc.schema()
                .<SchemaSource>map(GivenSchema::new)
                .orElseGet(() -> reflected(upstream));
    }

    @SuppressWarnings("ReferenceEquality") // a backend that went and came back is another
    private ReflectedSchema reflected(Upstream upstream) {
        return reflected.compute(
                upstream.id(),
                (id, known) ->
                        known != null && known.upstream() == upstream
                                ? known
                                : new ReflectedSchema(upstream));
    }

    /** Forgets all backends but these. */
    public void retain(Set<BackendId> backends) {
        reflected.keySet().retainAll(backends);
    }
}
