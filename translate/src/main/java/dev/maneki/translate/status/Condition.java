package dev.maneki.translate.status;

/**
 * One condition of a resource's status ({@code metav1.Condition}), but for {@code
 * lastTransitionTime}: translation knows no clock, whoever writes the status adds it.
 *
 * @param type such as {@code Accepted}
 * @param reason one word of the API for why
 * @param message the same for a person
 * @param observedGeneration the resource's {@code metadata.generation} that this speaks of
 */
public record Condition(
        String type, Status status, String reason, String message, long observedGeneration) {
    /** Whether the condition holds. */
    public enum Status {
        TRUE("True"),
        FALSE("False"),
        UNKNOWN("Unknown");

        private final String text;

        Status(String text) {
            this.text = text;
        }

        /** As the API writes it. */
        @Override
        public String toString() {
            return text;
        }
    }

    /** A condition that holds. */
    public static Condition isTrue(String type, String reason, String message, long generation) {
        return new Condition(type, Status.TRUE, reason, message, generation);
    }

    /** A condition that does not hold. */
    public static Condition isFalse(String type, String reason, String message, long generation) {
        return new Condition(type, Status.FALSE, reason, message, generation);
    }

    /** Whether it is of this type and holds. */
    public boolean holds(String wanted) {
        return type.equals(wanted) && status == Status.TRUE;
    }
}
