package dev.maneki.resources;

/**
 * What names a resource among all others.
 *
 * @param kind such as {@code HTTPRoute}
 * @param namespace empty for kinds that stand outside namespaces (GatewayClass, Namespace)
 * @param name within the kind and namespace
 */
public record ResourceId(String kind, String namespace, String name)
        implements Comparable<ResourceId> {

    /** {@code HTTPRoute/shop/cart}, or {@code GatewayClass/maneki} outside namespaces. */
    @Override
    public String toString() {
        if (name.isEmpty()) {
            return kind;
        }
        return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
    }

    /** By kind, then namespace, then name. */
    @Override
    public int compareTo(ResourceId other) {
        int order = kind.compareTo(other.kind);
        if (order == 0) {
            order = namespace.compareTo(other.namespace);
        }
        return order == 0 ? name.compareTo(other.name) : order;
    }
}
