package dev.maneki.translate.references;

import dev.maneki.resources.kinds.Reference;
import dev.maneki.resources.kinds.ReferenceGrant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which references may cross from one namespace into another: those that a ReferenceGrant in the
 * namespace referred to allows.
 */
public final class ReferenceGrants {
    private final Map<String, List<ReferenceGrant>> byNamespace = new HashMap<>();

    /** With these grants. */
    public ReferenceGrants(Collection<ReferenceGrant> grants) {
        for (ReferenceGrant grant : grants) {
            byNamespace.computeIfAbsent(grant.namespace(), key -> new ArrayList<>()).add(grant);
        }
    }

    /**
     * Whether a resource of Gateway API may refer so.
     *
     * @param fromKind of the resource, in Gateway API's own group
     * @param fromNamespace where it stands
     */
    public boolean permit(String fromKind, String fromNamespace, Reference to) {
        String toNamespace = to.namespaceFrom(fromNamespace);
        if (toNamespace.equals(fromNamespace)) {
            return true;
        }
        for (ReferenceGrant grant : byNamespace.getOrDefault(toNamespace, List.of())) {
            if (allowsFrom(grant, fromKind, fromNamespace) && allowsTo(grant, to)) {
                return true;
            }
        }
        return false;
    }

    /** What to tell when it is not permitted. */
    public static String refusal(String fromKind, String fromNamespace, Reference to) {
        return to.kind()
                + " "
                + to.namespaceFrom(fromNamespace)
                + "/"
                + to.name()
                + " is in another namespace, and no ReferenceGrant there lets "
                + fromKind
                + "s of "
                + fromNamespace
                + " refer to it";
    }

    private static boolean allowsFrom(ReferenceGrant grant, String kind, String namespace) {
        for (ReferenceGrant.From from : grant.spec().from()) {
            if (from.group().equals(Reference.GATEWAY_GROUP)
                    && from.kind().equals(kind)
                    && from.namespace().equals(namespace)) {
                return true;
            }
        }
        return false;
    }

    private static boolean allowsTo(ReferenceGrant grant, Reference reference) {
        for (ReferenceGrant.To to : grant.spec().to()) {
            if (reference.refersTo(to.group(), to.kind())
                    && (to.name().isEmpty() || to.name().get().equals(reference.name()))) {
                return true;
            }
        }
        return false;
    }
}
