package dev.maneki.routing.model;

/**
 * Names a route.
 *
 * @param kind {@code HTTPRoute}, {@code GRPCRoute}, …
 * @param namespace its namespace
 * @param name its name
 */
public record RouteId(String kind, String namespace, String name) {
    /** {@code kind/namespace/name}. */
    @Override
    public String toString() {
        return kind + "/" + namespace + "/" + name;
    }
}
