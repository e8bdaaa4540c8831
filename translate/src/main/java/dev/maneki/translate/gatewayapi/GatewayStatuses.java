package dev.maneki.translate.gatewayapi;

import dev.maneki.routing.model.ListenerId;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Gateways and their listeners are told. */
final class GatewayStatuses {
    private final ListenerConflicts conflicts;
    private final Map<ListenerId, Integer> attachedRoutes;
    private final List<String> assignedAddresses;

    /**
     * @param attachedRoutes how many routes are accepted, by listener
     * @param assignedAddresses told to Gateways that ask for none
     */
    GatewayStatuses(
            ListenerConflicts conflicts,
            Map<ListenerId, Integer> attachedRoutes,
            List<String> assignedAddresses) {
        this.conflicts = conflicts;
        this.attachedRoutes = attachedRoutes;
        this.assignedAddresses = assignedAddresses;
    }

    ResourceStatus.OfGateway of(GatewayPlan plan) {
        long generation = plan.gateway().metadata().generation();
        List<ResourceStatus.OfListener> listeners = new ArrayList<>();
        List<String> notAccepted = new ArrayList<>();
        List<String> notProgrammed = new ArrayList<>();
        List<String> notResolved = new ArrayList<>();
        for (ListenerPlan listener : plan.listeners()) {
            List<Condition> conditions = conditions(plan, listener);
            String name = listener.id().listener();
            collect(conditions, Vocabulary.ACCEPTED, name, notAccepted);
            collect(conditions, Vocabulary.PROGRAMMED, name, notProgrammed);
            collect(conditions, Vocabulary.RESOLVED_REFS, name, notResolved);
            listeners.add(
                    new ResourceStatus.OfListener(
                            name,
                            listener.supportedKinds(),
                            attachedRoutes.getOrDefault(listener.id(), 0),
                            conditions));
        }
        int all = listeners.size();
        List<Condition> conditions = new ArrayList<>();
        Condition accepted = accepted(plan, notAccepted, all, generation);
        conditions.add(accepted);
        conditions.add(programmed(plan, accepted, notProgrammed, all, generation));
        conditions.add(resolvedRefs(plan, notResolved, generation));
        if (plan.insecureFallback()) {
            conditions.add(
                    Condition.isTrue(
                            "InsecureFrontendValidationMode",
                            "ConfigurationChanged",
                            "clients without a valid certificate are let in"
                                    + " (AllowInsecureFallback)",
                            generation));
        }
        return new ResourceStatus.OfGateway(addresses(plan), conditions, listeners);
    }

    private static void collect(
            List<Condition> conditions, String type, String name, List<String> names) {
        if (conditions.stream().noneMatch(each -> each.holds(type))) {
            names.add(name);
        }
    }

    private static Condition accepted(
            GatewayPlan plan, List<String> notAccepted, int all, long generation) {
        if (plan.refusal().isPresent()) {
            return plan.refusal().get().condition(Vocabulary.ACCEPTED, generation);
        }
        if (notAccepted.isEmpty()) {
            return Condition.isTrue(
                    Vocabulary.ACCEPTED, Vocabulary.ACCEPTED, "The Gateway is served", generation);
        }
        String message = "listeners that cannot be served: " + String.join(", ", notAccepted);
        return new Condition(
                Vocabulary.ACCEPTED,
                notAccepted.size() < all ? Condition.Status.TRUE : Condition.Status.FALSE,
                Vocabulary.LISTENERS_NOT_VALID,
                message,
                generation);
    }

    private static Condition programmed(
            GatewayPlan plan,
            Condition accepted,
            List<String> notProgrammed,
            int all,
            long generation) {
        if (!accepted.holds(Vocabulary.ACCEPTED)) {
            return Condition.isFalse(
                    Vocabulary.PROGRAMMED, Vocabulary.INVALID, accepted.message(), generation);
        }
        if (plan.addressFault().isPresent()) {
            return plan.addressFault().get().condition(Vocabulary.PROGRAMMED, generation);
        }
        if (notProgrammed.size() == all) {
            return Condition.isFalse(
                    Vocabulary.PROGRAMMED,
                    Vocabulary.INVALID,
                    "none of its listeners can be served",
                    generation);
        }
        return Condition.isTrue(
                Vocabulary.PROGRAMMED,
                Vocabulary.PROGRAMMED,
                notProgrammed.isEmpty()
                        ? "All listeners are served"
                        : "All listeners are served but " + String.join(", ", notProgrammed),
                generation);
    }

    private static Condition resolvedRefs(
            GatewayPlan plan, List<String> notResolved, long generation) {
        Optional<Fault> ofListeners =
                notResolved.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Fault(
                                        "ListenersNotResolved",
                                        "listeners with references that lead nowhere: "
                                                + String.join(", ", notResolved)));
        return Conditions.resolvedRefs(plan.unresolved().or(() -> ofListeners), generation);
    }

    private List<ResourceStatus.Address> addresses(GatewayPlan plan) {
        if (plan.refusal().isPresent()) {
            return List.of();
        }
        List<ResourceStatus.Address> addresses = new ArrayList<>();
        for (String address : plan.addresses()) {
            List<String> told = address.isEmpty() ? assignedAddresses : List.of(address);
            told.forEach(each -> addresses.add(new ResourceStatus.Address("IPAddress", each)));
        }
        return addresses;
    }

    private List<Condition> conditions(GatewayPlan plan, ListenerPlan listener) {
        long generation = plan.gateway().metadata().generation();
        Optional<Fault> conflict = Optional.ofNullable(conflicts.conflicts().get(listener.id()));
        Optional<Fault> refusal = conflict.or(listener::refusal);
        List<Condition> conditions = new ArrayList<>(5);
        conditions.add(
                Conditions.unless(
                        refusal, Vocabulary.ACCEPTED, "The listener is valid", generation));
        conditions.add(listenerProgrammed(plan, listener, conflict, generation));
        conditions.add(Conditions.resolvedRefs(listener.unresolved(), generation));
        conditions.add(
                conflict.map(
                                fault ->
                                        Condition.isTrue(
                                                Vocabulary.CONFLICTED,
                                                fault.reason(),
                                                fault.message(),
                                                generation))
                        .orElseGet(
                                () ->
                                        Condition.isFalse(
                                                Vocabulary.CONFLICTED,
                                                "NoConflicts",
                                                "No other listener is in its way",
                                                generation)));
        if (conflicts.tlsOverlaps(plan, listener)) {
            conditions.add(
                    Condition.isTrue(
                            "OverlappingTLSConfig",
                            "OverlappingHostnames",
                            "another HTTPS listener of the port is for some of the same hosts;"
                                    + " a request on a connection for another one is answered"
                                    + " with 421",
                            generation));
        }
        return conditions;
    }

    private static Condition listenerProgrammed(
            GatewayPlan plan, ListenerPlan listener, Optional<Fault> conflict, long generation) {
        if (conflict.isPresent()) {
            return conflict.get().condition(Vocabulary.PROGRAMMED, generation);
        }
        if (plan.refusal().isPresent()) {
            return Condition.isFalse(
                    Vocabulary.PROGRAMMED,
                    Vocabulary.INVALID,
                    "its Gateway is not accepted",
                    generation);
        }
        if (listener.programmable() && !plan.addresses().isEmpty()) {
            return Condition.isTrue(
                    Vocabulary.PROGRAMMED,
                    Vocabulary.PROGRAMMED,
                    "The listener is served",
                    generation);
        }
        String why =
                listener.refusal()
                        .or(listener::unresolved)
                        .map(Fault::message)
                        .orElse("none of its Gateway's addresses can be used");
        return Condition.isFalse(Vocabulary.PROGRAMMED, Vocabulary.INVALID, why, generation);
    }
}
