package dev.maneki.translate.status;

import dev.maneki.resources.kinds.ParentReference;
import java.util.List;

/** What a resource's {@code status} says, in the shape that the API gives each kind. */
public sealed interface ResourceStatus {

    /**
     * Of a GatewayClass.
     *
     * @param supportedFeatures names of the conformance suite's features, in alphabetical order
     */
    record OfGatewayClass(List<Condition> conditions, List<String> supportedFeatures)
            implements ResourceStatus {
        /** Copies the lists. */
        public OfGatewayClass {
            conditions = List.copyOf(conditions);
            supportedFeatures = List.copyOf(supportedFeatures);
        }
    }

    /** Of a Gateway. */
    record OfGateway(
            List<Address> addresses, List<Condition> conditions, List<OfListener> listeners)
            implements ResourceStatus {
        /** Copies the lists. */
        public OfGateway {
            addresses = List.copyOf(addresses);
            conditions = List.copyOf(conditions);
            listeners = List.copyOf(listeners);
        }
    }

    /**
     * Of one listener of a Gateway.
     *
     * @param attachedRoutes how many routes are accepted by it
     */
    record OfListener(
            String name,
            List<RouteKind> supportedKinds,
            int attachedRoutes,
            List<Condition> conditions) {
        /** Copies the lists. */
        public OfListener {
            supportedKinds = List.copyOf(supportedKinds);
            conditions = List.copyOf(conditions);
        }
    }

    /** Of a route: one entry for each parent of ours. */
    record OfRoute(List<Parent> parents) implements ResourceStatus {
        /** Copies the list. */
        public OfRoute {
            parents = List.copyOf(parents);
        }
    }

    /** Of a policy: one entry for each Gateway that the policy bears on. */
    record OfPolicy(List<Ancestor> ancestors) implements ResourceStatus {
        /** Copies the list. */
        public OfPolicy {
            ancestors = List.copyOf(ancestors);
        }
    }

    /** What a parent makes of a route. */
    record Parent(ParentReference parentRef, String controllerName, List<Condition> conditions) {
        /** Copies the list. */
        public Parent {
            conditions = List.copyOf(conditions);
        }
    }

    /** What becomes of a policy at an ancestor. */
    record Ancestor(
            ParentReference ancestorRef, String controllerName, List<Condition> conditions) {
        /** Copies the list. */
        public Ancestor {
            conditions = List.copyOf(conditions);
        }
    }

    /**
     * An address that a Gateway is bound to.
     *
     * @param type {@code IPAddress} or {@code Hostname}
     */
    record Address(String type, String value) {}

    /** A kind of route that a listener takes. */
    record RouteKind(String group, String kind) {}
}
