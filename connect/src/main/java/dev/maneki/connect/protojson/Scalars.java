package dev.maneki.connect.protojson;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.maneki.connect.json.JsonException;
import dev.maneki.connect.json.JsonReader;
import dev.maneki.connect.json.JsonToken;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** Reads values that are no messages. */
final class Scalars {
    private static final BigInteger MAX_UINT64 =
            BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);
    private static final BigInteger MAX_INT64 = BigInteger.valueOf(Long.MAX_VALUE);
    private static final BigInteger MIN_INT64 = BigInteger.valueOf(Long.MIN_VALUE);

    /** No integer of 64 bits has more digits; an exponent beyond would only cost memory. */
    private static final int MAX_EXPONENT = 400;

    private Scalars() {}

    static boolean isNullValue(EnumDescriptor type) {
        return type.getFullName().equals("google.protobuf.NullValue");
    }

    /** Null where an enum's name is not known and may be skipped. */
    static @Nullable Object value(JsonReader reader, FieldDescriptor field, boolean skipUnknown) {
        return switch (field.getType()) {
            case BOOL -> bool(reader);
            case STRING -> {
                need(reader, JsonToken.STRING);
                yield reader.string();
            }
            case BYTES -> {
                need(reader, JsonToken.STRING);
                yield bytes(reader, reader.string());
            }
            case ENUM -> enumValue(reader, field.getEnumType(), skipUnknown);
            case FLOAT -> floating(reader).floatValue();
            case DOUBLE -> floating(reader).doubleValue();
            case INT32,
                    SINT32,
                    SFIXED32,
                    UINT32,
                    FIXED32,
                    INT64,
                    SINT64,
                    SFIXED64,
                    UINT64,
                    FIXED64 -> {
                if (reader.token() != JsonToken.NUMBER && reader.token() != JsonToken.STRING) {
                    throw reader.unexpected("an integer");
                }
                yield integer(reader, field.getType(), reader.string());
            }
            case MESSAGE, GROUP -> throw new IllegalArgumentException(field.getFullName());
        };
    }

    /** A map's key, which JSON has as a name whatever its type. */
    static Object mapKey(JsonReader reader, FieldDescriptor field) {
        String key = reader.string();
        return switch (field.getType()) {
            case STRING -> key;
            case BOOL ->
                    switch (key) {
                        case "true" -> true;
                        case "false" -> false;
                        default -> throw reader.error("expected the key true or false");
                    };
            default -> integer(reader, field.getType(), key);
        };
    }

    private static boolean bool(JsonReader reader) {
        return switch (reader.token()) {
            case TRUE -> true;
            case FALSE -> false;
            default -> throw reader.unexpected("true or false");
        };
    }

    private static ByteString bytes(JsonReader reader, String text) {
        try {
            // Both alphabets, with padding or without, as the specification asks of readers.
            String standard = text.replace('-', '+').replace('_', '/');
            return ByteString.copyFrom(Base64.getDecoder().decode(standard));
        } catch (IllegalArgumentException e) {
            throw reader.error("bytes are in base64: " + e.getMessage());
        }
    }

    private static @Nullable Object enumValue(
            JsonReader reader, EnumDescriptor type, boolean skipUnknown) {
        switch (reader.token()) {
            case NULL -> {
                if (isNullValue(type)) {
                    return type.findValueByNumber(0);
                }
                throw reader.unexpected("a name or number of " + type.getFullName());
            }
            case STRING -> {
                EnumValueDescriptor value = type.findValueByName(reader.string());
                if (value == null && !skipUnknown) {
                    throw reader.error(
                            type.getFullName() + " has no value '" + reader.string() + "'");
                }
                return value;
            }
            case NUMBER -> {
                int number = (Integer) integer(reader, FieldDescriptor.Type.INT32, reader.string());
                EnumValueDescriptor known = type.findValueByNumber(number);
                if (known != null) {
                    return known;
                }
                if (!type.isClosed()) {
                    return type.findValueByNumberCreatingIfUnknown(number);
                }
                if (skipUnknown) {
                    return null;
                }
                throw reader.error(type.getFullName() + " has no value of number " + number);
            }
            default -> throw reader.unexpected("a name or number of " + type.getFullName());
        }
    }

    private static Object integer(JsonReader reader, FieldDescriptor.Type type, String text) {
        BigInteger number = integer(reader, text);
        boolean unsigned =
                switch (type) {
                    case UINT32, FIXED32, UINT64, FIXED64 -> true;
                    default -> false;
                };
        boolean wide =
                switch (type) {
                    case INT64, SINT64, SFIXED64, UINT64, FIXED64 -> true;
                    default -> false;
                };
        BigInteger min = unsigned ? BigInteger.ZERO : wide ? MIN_INT64 : MIN_INT64.shiftRight(32);
        BigInteger max =
                unsigned
                        ? (wide ? MAX_UINT64 : MAX_UINT64.shiftRight(32))
                        : wide ? MAX_INT64 : MAX_INT64.shiftRight(32);
        if (number.compareTo(min) < 0 || number.compareTo(max) > 0) {
            throw reader.error("the number lies beyond " + min + " to " + max);
        }
        if (wide) {
            return number.longValue();
        }
        return number.intValue();
    }

    private static BigInteger integer(JsonReader reader, String text) {
        if (text.length() < 19 && plainInteger(text)) {
            return BigInteger.valueOf(Long.parseLong(text));
        }
        BigDecimal number = decimal(reader, text);
        if (Math.abs((long) number.scale()) > MAX_EXPONENT) {
            throw reader.error("the number is no integer in range");
        }
        try {
            return number.toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw reader.error("expected an integer");
        }
    }

    private static boolean plainInteger(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        if (text.length() == first) {
            return false;
        }
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.length() == first + 1 || text.charAt(first) != '0';
    }

    /** A number, or a string that holds one, exactly as JSON writes it. */
    private static BigDecimal decimal(JsonReader reader, String text) {
        if (text.length() > JsonReader.MAX_NUMBER_LENGTH || !jsonNumber(text)) {
            throw reader.error("expected a number");
        }
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw reader.error(
                    "the number is out of range"); // its exponent, as the form was checked
        }
    }

    private static boolean jsonNumber(String text) {
        byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        try {
            JsonReader number = new JsonReader(bytes);
            return number.next() == JsonToken.NUMBER && number.textLength() == bytes.length;
        } catch (JsonException e) {
            return false;
        }
    }

    /**
     * A {@link Float} or {@link Double}, as both {@code floatValue} and {@code doubleValue} have
     * it.
     */
    private static Floating floating(JsonReader reader) {
        if (reader.token() == JsonToken.STRING) {
            switch (reader.string()) {
                case "NaN" -> {
                    return new Floating(reader, Double.NaN, false);
                }
                case "Infinity" -> {
                    return new Floating(reader, Double.POSITIVE_INFINITY, false);
                }
                case "-Infinity" -> {
                    return new Floating(reader, Double.NEGATIVE_INFINITY, false);
                }
                default -> {}
            }
        } else if (reader.token() != JsonToken.NUMBER) {
            throw reader.unexpected("a number");
        }
        String text = reader.string();
        if (reader.token() == JsonToken.STRING) {
            decimal(reader, text);
        }
        return new Floating(reader, Double.parseDouble(text), true);
    }

    /** A number that was read; finite ones must stay so in the field's type. */
    private record Floating(JsonReader reader, double value, boolean finite) {
        double doubleValue() {
            if (finite && Double.isInfinite(value)) {
                throw reader.error("the number is out of a double's range");
            }
            return value;
        }

        float floatValue() {
            double exact = doubleValue();
            // What rounds to the largest float is that; beyond, it is out of range.
            if (finite && Math.abs(exact) > Float.MAX_VALUE * (1 + 1e-6)) {
                throw reader.error("the number is out of a float's range");
            }
            return finite
                    ? Math.clamp((float) exact, -Float.MAX_VALUE, Float.MAX_VALUE)
                    : (float) exact;
        }
    }

    private static void need(JsonReader reader, JsonToken expected) {
        if (reader.token() != expected) {
            throw reader.unexpected(expected.text());
        }
    }
}
