package dev.maneki.app.admin;

/**
 * Which resources somebody wants to see; empty text is any.
 *
 * @param kind the proper name, {@code HTTPRoute}
 * @param namespace of the resource
 * @param name of the resource
 */
public record StatusFilter(String kind, String namespace, String name) {
    /** All resources. */
    public static final StatusFilter ALL = new StatusFilter("", "", "");

    /** Whether this resource is wanted. */
    public boolean takes(String itsKind, String itsNamespace, String itsName) {
        return (kind.isEmpty() || kind.equals(itsKind))
                && (namespace.isEmpty() || namespace.equals(itsNamespace))
                && (name.isEmpty() || name.equals(itsName));
    }
}
