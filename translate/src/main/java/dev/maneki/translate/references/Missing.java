package dev.maneki.translate.references;

import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.snapshot.Snapshot;

/** Why a resource that is referred to is not there. */
public final class Missing {
    private Missing() {}

    /**
     * {@code there is no Service shop/cart}; or where to look, if it is written down and refused:
     * who reads that it is not there would search for the wrong fault.
     */
    public static String message(Snapshot snapshot, String kind, String namespace, String name) {
        ResourceId id = new ResourceId(kind, namespace, name);
        Position refused = snapshot.refused().get(id);
        String named = kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
        return refused == null ? "there is no " + named : named + " is refused; see " + refused;
    }
}
