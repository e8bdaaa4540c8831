package dev.maneki.translate.gatewayapi;

import dev.maneki.resources.kinds.Route;
import dev.maneki.routing.model.ListenerId;
import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What routes are told. */
final class RouteStatuses {
    private RouteStatuses() {}

    /**
     * The status of a route.
     *
     * @param lost by listener, why a route of the other kind has it instead
     * @param repeated matches of it that are served nothing
     */
    static ResourceStatus.OfRoute of(
            Route route,
            List<Attachments.Parent> parents,
            TranslatedRules rules,
            Map<ListenerId, Fault> lost,
            List<RepeatedMatches.Repeated> repeated) {
        List<ResourceStatus.Parent> result = new ArrayList<>(parents.size());
        for (Attachments.Parent parent : parents) {
            result.add(
                    new ResourceStatus.Parent(
                            parent.reference(),
                            Vocabulary.CONTROLLER,
                            conditions(
                                    route.metadata().generation(), parent, rules, lost, repeated)));
        }
        return new ResourceStatus.OfRoute(result);
    }

    private static List<Condition> conditions(
            long generation,
            Attachments.Parent parent,
            TranslatedRules rules,
            Map<ListenerId, Fault> lost,
            List<RepeatedMatches.Repeated> repeated) {
        Optional<Fault> refusal =
                parent.refusal().or(rules::invalid).or(() -> lostEverywhere(parent, lost));
        List<Condition> conditions = new ArrayList<>(3);
        conditions.add(
                Conditions.unless(
                        refusal,
                        Vocabulary.ACCEPTED,
                        "The route is attached" + butNever(repeated),
                        generation));
        conditions.add(Conditions.resolvedRefs(rules.unresolved(), generation));
        if (refusal.isEmpty() && rules.partiallyInvalid().isPresent()) {
            Fault fault = rules.partiallyInvalid().get();
            conditions.add(
                    Condition.isTrue(
                            Vocabulary.PARTIALLY_INVALID,
                            fault.reason(),
                            fault.message(),
                            generation));
        }
        return conditions;
    }

    /** The API accepts what it gives no request to; its writer should hear of it. */
    private static String butNever(List<RepeatedMatches.Repeated> repeated) {
        if (repeated.isEmpty()) {
            return "";
        }
        RepeatedMatches.Repeated first = repeated.getFirst();
        int more = repeated.size() - 1;
        return "; but "
                + first.field()
                + " "
                + first.message()
                + (more == 0 ? "" : "; and so it is with " + more + " more");
    }

    private static Optional<Fault> lostEverywhere(
            Attachments.Parent parent, Map<ListenerId, Fault> lost) {
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        List<Fault> faults = new ArrayList<>();
        for (Attachments.Attached attached : parent.listeners()) {
            Fault fault = lost.get(attached.listener());
            if (fault == null) {
                return Optional.empty();
            }
            faults.add(fault);
        }
        return Fault.join(faults);
    }
}
