package dev.maneki.resources.schema;

/**
 * Where a {@link Checked} record states its rules; what does not hold becomes a finding. Rules are
 * checked for every resource and seldom broken: a message that must be put together first is put
 * together only then, with {@link #broken}.
 */
@FunctionalInterface
public interface Rules {

    /**
     * A rule does not hold.
     *
     * @param field path from the record, such as {@code path.value} or {@code listeners[1].tls};
     *     empty for the record itself
     * @param message the API's own words for the rule
     * @param remedy what to write; empty where the message says it
     */
    void broken(String field, String message, String remedy);

    /** A rule with fixed words; see {@link #broken}. */
    default void require(boolean holds, String field, String message, String remedy) {
        if (!holds) {
            broken(field, message, remedy);
        }
    }

    /** A rule whose words say what to write. */
    default void require(boolean holds, String field, String message) {
        require(holds, field, message, "");
    }
}
