package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.DefaultScope;
import dev.maneki.resources.kinds.Gateway;
import dev.maneki.resources.kinds.LabelSelector;
import dev.maneki.resources.kinds.Namespace;
import dev.maneki.resources.kinds.ParentReference;
import dev.maneki.resources.kinds.Route;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.Hostname;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.translate.Problem;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.references.Missing;
import dev.maneki.translate.status.ResourceStatus.RouteKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Which listeners a route is attached to: what it wants, and what they allow. */
final class Attachments {
    /** The label that every namespace has, whether or not it is a resource here. */
    private static final String NAME_LABEL = "kubernetes.io/metadata.name";

    /**
     * What became of one {@code parentRef}.
     *
     * @param gateway the parent
     * @param variant the parent's {@link GatewayPlan#variant}
     * @param refusal why no listener of it took the route
     * @param listeners those that did
     */
    record Parent(
            ParentReference reference,
            ResourceId gateway,
            String variant,
            Optional<Fault> refusal,
            List<Attached> listeners) {}

    /**
     * What became of all of them.
     *
     * @param parents those of ours, in the order written
     */
    record Outcome(List<Parent> parents, List<Problem> problems) {}

    /** A listener that took the route, and for which hosts. */
    record Attached(ListenerId listener, List<Hostname> hostnames) {}

    private final Map<ResourceId, GatewayPlan> plans;
    private final List<GatewayPlan> defaultGateways;
    private final Snapshot snapshot;
    private final Map<String, Map<String, String>> namespaceLabels = new HashMap<>();

    Attachments(Map<ResourceId, GatewayPlan> plans, Snapshot snapshot) {
        this.plans = plans;
        this.snapshot = snapshot;
        this.defaultGateways =
                plans.values().stream()
                        .filter(
                                plan ->
                                        plan.gateway()
                                                .spec()
                                                .defaultScope()
                                                .equals(Optional.of(DefaultScope.ALL)))
                        .toList();
    }

    /** Attaches a route; parents of other controllers are passed over. */
    Outcome of(Route route) {
        List<Problem> problems = new ArrayList<>();
        List<Parent> parents = new ArrayList<>();
        List<ParentReference> references = route.spec().parentRefs();
        for (int i = 0; i < references.size(); i++) {
            ParentReference reference = references.get(i);
            String field = "spec.parentRefs[" + i + "]";
            if (!reference.refersTo(Vocabulary.GROUP, "Gateway")) {
                problems.add(
                        Problem.warning(
                                route,
                                field,
                                "a route is attached to Gateways, not to "
                                        + Kinds.describe(reference.group(), reference.kind())));
                continue;
            }
            ResourceId id =
                    new ResourceId(
                            "Gateway",
                            reference.namespaceFrom(route.namespace()),
                            reference.name());
            GatewayPlan plan = plans.get(id);
            if (plan != null) {
                Parent parent = attach(route, reference, plan);
                parent.refusal()
                        .ifPresent(
                                fault ->
                                        problems.add(
                                                Problem.warning(route, field, fault.message())));
                parents.add(parent);
            } else if (snapshot.find(Gateway.class, id.namespace(), id.name()).isEmpty()) {
                problems.add(
                        Problem.warning(
                                route,
                                field,
                                Missing.message(snapshot, "Gateway", id.namespace(), id.name())));
            }
        }
        if (route.spec().useDefaultGateways().equals(Optional.of(DefaultScope.ALL))) {
            attachToDefaults(route, parents);
        }
        if (references.isEmpty() && parents.isEmpty()) {
            problems.add(
                    Problem.warning(
                            route,
                            "spec.parentRefs",
                            "the route is attached to nothing: it names no Gateway"));
        }
        return new Outcome(List.copyOf(parents), List.copyOf(problems));
    }

    /** GEP-3793: as if the route had named each default Gateway, unless it did. */
    private void attachToDefaults(Route route, List<Parent> parents) {
        for (GatewayPlan plan : defaultGateways) {
            if (parents.stream().noneMatch(parent -> parent.gateway().equals(plan.id()))) {
                ParentReference implied =
                        new ParentReference(
                                Vocabulary.GROUP,
                                "Gateway",
                                Optional.of(plan.gateway().namespace()),
                                plan.gateway().name(),
                                Optional.empty(),
                                OptionalInt.empty());
                parents.add(attach(route, implied, plan));
            }
        }
    }

    private Parent attach(Route route, ParentReference reference, GatewayPlan plan) {
        boolean selected = false;
        List<ListenerPlan> allowing = new ArrayList<>();
        List<Attached> attached = new ArrayList<>();
        for (ListenerPlan listener : plan.listeners()) {
            if (!selects(reference, listener)) {
                continue;
            }
            selected = true;
            if (!allows(listener, route)) {
                continue;
            }
            allowing.add(listener);
            List<Hostname> hostnames = intersect(listener.hostname(), route.spec().hostnames());
            if (!hostnames.isEmpty()) {
                attached.add(new Attached(listener.id(), hostnames));
            }
        }
        if (!selected) {
            return refused(
                    reference,
                    plan,
                    "NoMatchingParent",
                    "Gateway " + named(plan) + " has no listener" + selection(reference));
        }
        if (allowing.isEmpty()) {
            return refused(
                    reference,
                    plan,
                    "NotAllowedByListeners",
                    "no listener of Gateway "
                            + named(plan)
                            + " allows a route of kind "
                            + route.kind()
                            + " from namespace "
                            + route.namespace());
        }
        if (attached.isEmpty()) {
            return refused(
                    reference,
                    plan,
                    "NoMatchingListenerHostname",
                    "no host name of the route is one of the listeners' of Gateway "
                            + named(plan)
                            + ": "
                            + hostnames(allowing));
        }
        return new Parent(
                reference, plan.id(), plan.variant(), Optional.empty(), List.copyOf(attached));
    }

    private static String hostnames(List<ListenerPlan> listeners) {
        return listeners.stream()
                .map(each -> each.hostname().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private static Parent refused(
            ParentReference reference, GatewayPlan plan, String reason, String message) {
        return new Parent(
                reference,
                plan.id(),
                plan.variant(),
                Optional.of(new Fault(reason, message)),
                List.of());
    }

    private static boolean selects(ParentReference reference, ListenerPlan listener) {
        return (reference.sectionName().isEmpty()
                        || reference.sectionName().get().equals(listener.id().listener()))
                && (reference.port().isEmpty() || reference.port().getAsInt() == listener.port());
    }

    private static String selection(ParentReference reference) {
        StringBuilder text = new StringBuilder();
        reference.sectionName().ifPresent(name -> text.append(" named ").append(name));
        reference.port().ifPresent(port -> text.append(" on port ").append(port));
        return text.toString();
    }

    private static String named(GatewayPlan plan) {
        return plan.gateway().namespace() + "/" + plan.gateway().name();
    }

    private boolean allows(ListenerPlan listener, Route route) {
        if (!takes(listener, route.kind())) {
            return false;
        }
        return switch (listener.allowed().from()) {
            case ALL -> true;
            case SAME -> route.namespace().equals(listener.id().namespace());
            case SELECTOR ->
                    listener.allowed()
                            .selector()
                            .filter(selector -> selects(selector, route.namespace()))
                            .isPresent();
        };
    }

    private static boolean takes(ListenerPlan listener, String kind) {
        for (RouteKind each : listener.supportedKinds()) {
            if (each.group().equals(Vocabulary.GROUP) && each.kind().equals(kind)) {
                return true;
            }
        }
        return false;
    }

    private boolean selects(LabelSelector selector, String namespace) {
        return selector.matches(namespaceLabels.computeIfAbsent(namespace, this::labels));
    }

    private Map<String, String> labels(String namespace) {
        Map<String, String> labels = new HashMap<>();
        snapshot.find(Namespace.class, "", namespace)
                .ifPresent(resource -> labels.putAll(resource.metadata().labels()));
        labels.put(NAME_LABEL, namespace);
        return labels;
    }

    /** The hosts of the route that are the listener's; the listener's where it names none. */
    private static List<Hostname> intersect(Hostname listener, List<String> ofRoute) {
        if (ofRoute.isEmpty()) {
            return List.of(listener);
        }
        List<Hostname> result = new ArrayList<>();
        for (String text : ofRoute) {
            Hostname hostname = Hostname.of(text);
            if (listener.intersects(hostname)) {
                Hostname narrower = listener.covers(hostname) ? hostname : listener;
                if (!result.contains(narrower)) {
                    result.add(narrower);
                }
            }
        }
        return List.copyOf(result);
    }
}
