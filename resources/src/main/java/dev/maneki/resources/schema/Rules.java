package dev.maneki.resources.schema;

/** Where a {@link Checked} record states its rules; what does not hold becomes a finding. */
@FunctionalInterface
public interface Rules {

    /**
     * @param holds whether the rule is kept
     * @param field path from the record, such as {@code path.value} or {@code listeners[1].tls};
     *     empty for the record itself
     * @param message the API's own words for the rule
     * @param remedy what to write; empty where the message says it
     */
    void require(boolean holds, String field, String message, String remedy);

    default void require(boolean holds, String field, String message) {
        require(holds, field, message, "");
    }
}
