package dev.maneki.translate.references;

/** What a reference leads to, or why it leads nowhere. */
public sealed interface Resolution<T> {

    /** It leads to this. */
    record Found<T>(T value) implements Resolution<T> {}

    /** It leads nowhere. */
    record Refused<T>(Fault fault) implements Resolution<T> {}

    /** Resolved to this value. */
    static <T> Resolution<T> found(T value) {
        return new Found<>(value);
    }

    /** Refused for this reason. */
    static <T> Resolution<T> refused(String reason, String message) {
        return new Refused<>(new Fault(reason, message));
    }
}
