package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Rules;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A route that is attached to parents and matches by host name: HTTPRoute or GRPCRoute. */
public sealed interface Route extends Resource permits GRPCRoute, HTTPRoute {

    /** What the routes' specifications have in common. */
    interface Spec {
        List<ParentReference> parentRefs();

        /** Empty: all host names of the listener. */
        List<String> hostnames();

        Optional<DefaultScope> useDefaultGateways();
    }

    Spec spec();

    /** The most matches of a route, over all its rules. */
    int MAX_MATCHES = 128;

    /** States that each parent is referred to once, or each time at another section or port. */
    static void checkParentRefs(Rules rules, List<ParentReference> parentRefs) {
        for (int i = 1; i < parentRefs.size(); i++) {
            ParentReference later = parentRefs.get(i);
            boolean alike = true;
            boolean unique = true;
            for (int j = 0; j < i; j++) {
                ParentReference earlier = parentRefs.get(j);
                if (earlier.sameTarget(later)) {
                    boolean sections =
                            earlier.sectionName().isPresent() == later.sectionName().isPresent();
                    boolean ports = earlier.port().isPresent() == later.port().isPresent();
                    alike &= sections && ports;
                    unique &=
                            !earlier.sectionName().equals(later.sectionName())
                                    || !earlier.port().equals(later.port());
                }
            }
            if (!alike) {
                rules.broken(
                        "parentRefs[" + i + "]",
                        "sectionName or port must be specified when parentRefs includes 2 or more"
                                + " references to the same parent",
                        "give every reference to " + later.name() + " a sectionName, or a port");
            }
            if (!unique) {
                rules.broken(
                        "parentRefs[" + i + "]",
                        "sectionName or port must be unique when parentRefs includes 2 or more"
                                + " references to the same parent",
                        "remove this reference, or name another sectionName or port");
            }
        }
    }

    /** What the rules of routes have in common. */
    interface Rule {
        Optional<String> name();

        /** The matches, of which one is enough. */
        List<?> matches();
    }

    /** States that there are not too many matches, and that no two rules have one name. */
    static void checkRules(Rules at, List<? extends Rule> rules) {
        Set<String> seen = new HashSet<>();
        int matches = 0;
        for (int i = 0; i < rules.size(); i++) {
            matches += rules.get(i).matches().size();
            Optional<String> name = rules.get(i).name();
            if (name.isPresent()) {
                if (!seen.add(name.get())) {
                    at.broken(
                            "rules[" + i + "].name",
                            "Rule name must be unique within the route",
                            "choose another name than " + name.get());
                }
            }
        }
        at.require(
                matches <= MAX_MATCHES,
                "rules",
                "While 16 rules and 64 matches per rule are allowed, the total number of matches"
                        + " across all rules in a route must be less than 128",
                "split the route in two");
    }
}
