package dev.maneki.resources.kinds;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that do not show themselves in a log. Immutable. */
public final class SecretValue {
    private final byte[] bytes;

    private SecretValue(byte[] bytes) {
        this.bytes = bytes;
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
