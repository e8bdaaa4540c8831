package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Conversion;
import dev.maneki.resources.schema.Converted;
import dev.maneki.resources.yaml.ScalarType;
import java.util.Optional;
import java.util.OptionalInt;

/** Kubernetes' {@code int-or-string}: a port by number or by name. */
@Converted(IntOrString.FromScalar.class)
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

    /** Digits without quotes are a number, a string is a name. */
    final class FromScalar implements Conversion<IntOrString> {
        @Override
        public String expected() {
            return "a port number or a port name";
        }

        @Override
        public Optional<IntOrString> convert(String text, ScalarType type) {
            if (type == ScalarType.STRING) {
                return text.isEmpty() ? Optional.empty() : Optional.of(new Name(text));
            }
            if (type != ScalarType.INTEGER) {
                return Optional.empty();
            }
            try {
                int value = Integer.parseInt(text);
                boolean port = value >= 1 && value <= 65535;
                return port ? Optional.of(new Number(value)) : Optional.empty();
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }
}
