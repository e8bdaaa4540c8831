package dev.maneki.resources.schema;

import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.ScalarNode;
import dev.maneki.resources.yaml.ScalarType;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decodes strings, numbers, booleans and what is written as such. */
final class Scalars {
    private static final int LONGEST_NUMBER = 100;

    private Scalars() {}

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar && scalar.isNull();
    }

    /** The text of a scalar, empty for anything else. */
    static String text(Node node) {
        return node instanceof ScalarNode scalar ? scalar.text() : "";
    }

    static @Nullable Object decode(Shape shape, Node node, Decoder decoder) {
        if (!(node instanceof ScalarNode scalar)) {
            decoder.problem(node, "expected " + name(shape) + ", not " + node.describe(), "");
            return null;
        }
        return switch (shape) {
            case Shape.Text text -> isText(text, scalar, decoder) ? scalar.text() : null;
            case Shape.Choice choice -> choice(choice, scalar, decoder);
            case Shape.Whole whole -> whole(whole, scalar, decoder);
            case Shape.Truth truth -> truth(scalar, decoder);
            case Shape.Scalar converted -> converted(converted, scalar, decoder);
            default -> throw new IllegalArgumentException(shape + " is no scalar");
        };
    }

    private static String name(Shape shape) {
        return switch (shape) {
            case Shape.Whole whole -> "an integer";
            case Shape.Truth truth -> "true or false";
            case Shape.Scalar converted -> converted.conversion().expected();
            default -> "a string";
        };
    }

    private static boolean isText(Shape.Text shape, ScalarNode node, Decoder decoder) {
        String text = node.text();
        if (node.type() != ScalarType.STRING) {
            String what = shape.sensitive() ? "another type" : node.describe();
            String remedy =
                    shape.sensitive() || node.isNull()
                            ? "write it in quotes"
                            : "write it in quotes: \"" + text + "\"";
            decoder.problem(node, "expected a string, not " + what, remedy);
            return false;
        }
        if (!shape.oneOf().isEmpty() && !shape.oneOf().contains(text)) {
            oneOf(shape.oneOf(), node, decoder);
            return false;
        }
        // Code points, as the API counts; there are never more of them than characters.
        if (text.length() < shape.minLength()) {
            String remedy =
                    shape.minLength() == 1
                            ? "write " + (shape.called().isEmpty() ? "a value" : shape.called())
                            : "write at least " + shape.minLength() + " characters";
            decoder.problem(node, text.isEmpty() ? "must not be empty" : "is too short", remedy);
            return false;
        }
        if (text.length() > shape.maxLength()) {
            int length = text.codePointCount(0, text.length());
            if (length > shape.maxLength()) {
                decoder.problem(
                        node,
                        length + " characters are too many",
                        "write at most " + shape.maxLength());
                return false;
            }
        }
        if (!shape.pattern().isEmpty() && !Patterns.of(shape.pattern()).matches(text)) {
            String what = shape.called().isEmpty() ? "what the API allows" : shape.called();
            decoder.problem(
                    node,
                    shape.sensitive() ? "is not " + what : "'" + text + "' is not " + what,
                    "write one that matches " + shape.pattern());
            return false;
        }
        return true;
    }

    private static @Nullable Object choice(Shape.Choice shape, ScalarNode node, Decoder decoder) {
        Object value = node.type() == ScalarType.STRING ? shape.constants().get(node.text()) : null;
        if (value == null) {
            oneOf(List.copyOf(shape.constants().keySet()), node, decoder);
        }
        return value;
    }

    private static void oneOf(List<String> values, ScalarNode node, Decoder decoder) {
        String near = Suggestion.nearest(node.text(), values);
        decoder.problem(
                node,
                node.describe() + " is not supported",
                (near.isEmpty() ? "write one of " : "did you mean " + near + "? write one of ")
                        + String.join(", ", values));
    }

    private static @Nullable Object whole(Shape.Whole shape, ScalarNode node, Decoder decoder) {
        if (node.type() != ScalarType.INTEGER && node.type() != ScalarType.FLOAT) {
            boolean quoted =
                    node.type() == ScalarType.STRING
                            && ScalarType.ofPlain(node.text()) == ScalarType.INTEGER;
            decoder.problem(
                    node,
                    "expected an integer, not " + node.describe(),
                    quoted ? "write it without quotes" : "");
            return null;
        }
        Long value = integer(node.text());
        if (value == null || (shape.bits() == 32 && value != value.intValue())) {
            decoder.problem(
                    node, node.text() + " is not an integer of " + shape.bits() + " bits", "");
            return null;
        }
        if (!shape.oneOf().isEmpty() && !shape.oneOf().contains(value.toString())) {
            oneOf(shape.oneOf(), node, decoder);
            return null;
        }
        if (value < shape.minimum() || value > shape.maximum()) {
            decoder.problem(node, value + " is out of range", range(shape));
            return null;
        }
        return shape.bits() == 32 ? (Object) value.intValue() : value;
    }

    private static String range(Shape.Whole shape) {
        if (shape.maximum() == Long.MAX_VALUE) {
            return "write at least " + shape.minimum();
        }
        return "write a number from " + shape.minimum() + " to " + shape.maximum();
    }

    /** The value; null where it is none, is fractional or is over 64 bits. */
    static @Nullable Long integer(String text) {
        if (text.length() > LONGEST_NUMBER) {
            return null;
        }
        String digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        if (negative || digits.startsWith("+")) {
            digits = digits.substring(1);
        }
        try {
            if (digits.length() > 1 && digits.charAt(0) == '0') {
                Long value = prefixed(digits);
                return value == null || !negative ? value : Long.valueOf(-value);
            }
            if (digits.length() < 19 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
                long value = Long.parseLong(digits);
                return negative ? -value : value;
            }
            // 80.0 and 8e1 are integers to an API server; 1e999999999 must not unfold.
            BigDecimal value = new BigDecimal(negative ? "-" + digits : digits);
            if (value.precision() - value.scale() > 20 || value.scale() > 1000) {
                return null;
            }
            return value.longValueExact();
        } catch (ArithmeticException | NumberFormatException e) {
            return null;
        }
    }

    /**
     * {@code 0x1F}, {@code 0o17}, {@code 0b1}, and {@code 017}, which Kubernetes reads as octal.
     */
    private static @Nullable Long prefixed(String digits) {
        return switch (digits.charAt(1)) {
            case 'x', 'X' -> Long.valueOf(Long.parseLong(digits.substring(2), 16));
            case 'o', 'O' -> Long.valueOf(Long.parseLong(digits.substring(2), 8));
            case 'b', 'B' -> Long.valueOf(Long.parseLong(digits.substring(2), 2));
            case '.', 'e', 'E' -> {
                BigDecimal value = new BigDecimal(digits);
                yield value.scale() > 1000 ? null : Long.valueOf(value.longValueExact());
            }
            default -> Long.valueOf(Long.parseLong(digits, 8));
        };
    }

    private static @Nullable Object truth(ScalarNode node, Decoder decoder) {
        if (node.type() == ScalarType.BOOLEAN) {
            return ScalarType.isTrue(node.text());
        }
        decoder.problem(
                node,
                "expected true or false, not " + node.describe(),
                node.type() == ScalarType.STRING ? "write it without quotes" : "");
        return null;
    }

    private static @Nullable Object converted(
            Shape.Scalar shape, ScalarNode node, Decoder decoder) {
        Shape.Text text = shape.text();
        if (!text.pattern().isEmpty() && !isText(text, node, decoder)) {
            return null;
        }
        Optional<?> value = shape.conversion().convert(node.text(), node.type());
        if (value.isEmpty()) {
            String what = text.sensitive() ? "is" : node.describe() + " is";
            decoder.problem(node, what + " not " + shape.conversion().expected(), "");
            return null;
        }
        return value.get();
    }
}
