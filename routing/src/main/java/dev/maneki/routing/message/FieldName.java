package dev.maneki.routing.message;

import java.nio.charset.StandardCharsets;

/**
 * The name of a header field, ready to be looked for: lower-case bytes and their hash.
 *
 * <p>Immutable. Make one per name and keep it; {@link FieldNames} has those the gateway itself
 * knows.
 */
public final class FieldName {
    private final byte[] lowerCase;
    private final int hash;
    private final String text;

    private FieldName(String name) {
        lowerCase = name.getBytes(StandardCharsets.ISO_8859_1);
        for (int i = 0; i < lowerCase.length; i++) {
            // ASCII only: a name from Unicode's depths must not become an ordinary one.
            lowerCase[i] = (byte) lower(lowerCase[i]);
        }
        text = new String(lowerCase, StandardCharsets.ISO_8859_1);
        hash = hash(lowerCase, 0, lowerCase.length);
    }

    /** The name, in any case; names are compared without regard to case (RFC 9110 section 5.1). */
    public static FieldName of(String name) {
        return new FieldName(name);
    }

    /** The name's bytes in lower case; not to be changed. */
    public byte[] bytes() {
        return lowerCase;
    }

    /**
     * The case-insensitive hash, equal to {@link #hash(byte[], int, int)} of the name in any case.
     */
    public int hash() {
        return hash;
    }

    /** The case-insensitive hash of the name in {@code source[from, to)}. */
    public static int hash(byte[] source, int from, int to) {
        int result = to - from;
        for (int i = from; i < to; i++) {
            // Setting bit 5 folds ASCII letters; the few other token characters it merges only cost
            // a comparison.
            result = 31 * result + (source[i] | 0x20);
        }
        return result;
    }

    /** Whether {@code source[from, to)} is this name in any case. */
    public boolean matches(byte[] source, int from, int to) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            byte other = source[from + i];
            if (other != lowerCase[i] && lower(other) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte value) {
        return value >= 'A' && value <= 'Z' ? value | 0x20 : value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FieldName name && name.text.equals(text);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** The name in lower case. */
    @Override
    public String toString() {
        return text;
    }
}
