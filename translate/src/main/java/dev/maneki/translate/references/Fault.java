package dev.maneki.translate.references;

import dev.maneki.translate.status.Condition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Why something does not hold.
 *
 * @param reason of the condition, such as {@code RefNotPermitted}
 * @param message for a person: what, what is wrong with it, what to do
 */
public record Fault(String reason, String message) {

    /** The condition that does not hold for this. */
    public Condition condition(String type, long generation) {
        return Condition.isFalse(type, reason, message, generation);
    }

    /** One condition has one reason: the first's; its message tells of all. */
    public static Optional<Fault> join(List<Fault> faults) {
        if (faults.isEmpty()) {
            return Optional.empty();
        }
        Set<String> messages = new LinkedHashSet<>();
        faults.forEach(fault -> messages.add(fault.message));
        return Optional.of(new Fault(faults.getFirst().reason, String.join("; ", messages)));
    }
}
