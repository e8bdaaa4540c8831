package dev.maneki.translate.gatewayapi;

import dev.maneki.translate.references.Fault;
import dev.maneki.translate.status.Condition;
import java.util.Optional;

/** Conditions that hold unless there is a fault; holding, their reason is their own name. */
final class Conditions {
    private Conditions() {}

    /**
     * A condition of this type.
     *
     * @param fault why it does not hold
     * @param message where it does
     */
    static Condition unless(Optional<Fault> fault, String type, String message, long generation) {
        return fault.map(each -> each.condition(type, generation))
                .orElseGet(() -> Condition.isTrue(type, type, message, generation));
    }

    /** Whether references lead somewhere. */
    static Condition resolvedRefs(Optional<Fault> fault, long generation) {
        return unless(fault, Vocabulary.RESOLVED_REFS, "All references lead somewhere", generation);
    }
}
