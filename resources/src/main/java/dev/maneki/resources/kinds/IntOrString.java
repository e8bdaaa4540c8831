package dev.maneki.resources.kinds;

import java.util.OptionalInt;

/** Kubernetes' {@code int-or-string}: a port by number or by name. */
public sealed interface IntOrString {

    /** A number. */
    record Number(int value) implements IntOrString {
        @Override
        public String toString() {
            return Integer.toString(value);
        }
    }

    /** A name. */
    record Name(String value) implements IntOrString {
        @Override
        public String toString() {
            return value;
        }
    }

    /** The number, where it is one. */
    default OptionalInt number() {
        return this instanceof Number(int value) ? OptionalInt.of(value) : OptionalInt.empty();
    }
}
