package dev.maneki.resources.kinds;

import dev.maneki.resources.schema.Conversion;
import dev.maneki.resources.schema.Converted;
import dev.maneki.resources.yaml.ScalarType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/** Bytes that do not show themselves in a log. Immutable. */
@Converted(SecretValue.FromBase64.class)
public final class SecretValue {
    private final byte[] bytes;

    private SecretValue(byte[] bytes) {
        this.bytes = bytes;
    }

    /** RFC 4648, 4, in as many lines as it was folded to. */
    public static final class FromBase64 implements Conversion<SecretValue> {
        @Override
        public String expected() {
            return "text in base64";
        }

        @Override
        public Optional<SecretValue> convert(String text, ScalarType type) {
            boolean string = type == ScalarType.STRING || type == ScalarType.NULL;
            // Digits alone may well be base64, and are read as a number.
            if (!string && type != ScalarType.INTEGER) {
                return Optional.empty();
            }
            try {
                String joined = text.replace("\n", "").replace("\r", "");
                if (joined.length() % 4 != 0) {
                    // Java would forgive the missing '=', an API server does not.
                    return Optional.empty();
                }
                return Optional.of(new SecretValue(Base64.getDecoder().decode(joined)));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    public static SecretValue ofBytes(byte[] bytes) {
        return new SecretValue(bytes.clone());
    }

    public static SecretValue ofText(String text) {
        return new SecretValue(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** As UTF-8; certificates and keys in PEM are. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SecretValue value && Arrays.equals(bytes, value.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "(" + bytes.length + " bytes)";
    }
}
