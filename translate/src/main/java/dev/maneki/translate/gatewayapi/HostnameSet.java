package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.Hostname;
import java.util.HashSet;
import java.util.Set;

/** Host names, to be asked whether another one has hosts in common with any of them. */
final class HostnameSet {
    private final Set<String> exact = new HashSet<>();
    private final Set<String> wildcards = new HashSet<>();

    /** Every name that something in the set is below of: {@code b.c} and {@code c} for a.b.c. */
    private final Set<String> parents = new HashSet<>();

    private boolean any;

    void add(Hostname hostname) {
        if (hostname.any()) {
            any = true;
            return;
        }
        (hostname.wildcard() ? wildcards : exact).add(hostname.name());
        for (String parent = parent(hostname.name()); !parent.isEmpty(); parent = parent(parent)) {
            parents.add(parent);
        }
    }

    boolean contains(Hostname hostname) {
        return hostname.any()
                ? any
                : (hostname.wildcard() ? wildcards : exact).contains(hostname.name());
    }

    /** Whether some other name of the set has hosts in common with this one. */
    boolean overlaps(Hostname hostname) {
        if (hostname.any()) {
            return !exact.isEmpty() || !wildcards.isEmpty();
        }
        if (any || (hostname.wildcard() && parents.contains(hostname.name()))) {
            return true;
        }
        for (String parent = parent(hostname.name()); !parent.isEmpty(); parent = parent(parent)) {
            if (wildcards.contains(parent)) {
                return true;
            }
        }
        return false;
    }

    private static String parent(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1);
    }
}
