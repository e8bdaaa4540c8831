package dev.maneki.connect;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Names with values, in order, several values a name: a call's metadata, and a message's HTTP
 * fields.
 *
 * <p>Names are kept in lower case, since HTTP/2 sends them so, and found whatever their case. A
 * name that ends in {@code -bin} has binary values, carried as base64: {@link #addBinary}, {@link
 * #binary}. A few names are the rule, so they are searched one by one; nothing is hashed. Not
 * thread-safe, unless frozen.
 */
public final class Metadata {
    private static final String[] NONE = {};

    /** No metadata; immutable. */
    public static final Metadata EMPTY = new Metadata().freeze(); // after NONE, which it holds

    private String[] pairs = NONE;
    private int length;
    private boolean frozen;

    /** Empty, to be added to. */
    public Metadata() {}

    /** A copy that can be added to. */
    public Metadata(Metadata other) {
        pairs = other.length == 0 ? NONE : Arrays.copyOf(other.pairs, other.length + 8);
        length = other.length;
    }

    /** Names and values in turn. */
    public static Metadata of(String... namesAndValues) {
        Metadata metadata = new Metadata();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            metadata.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return metadata.freeze();
    }

    /**
     * Adds a value after those there are.
     *
     * @throws IllegalArgumentException if the name is not an HTTP token, or the value holds what no
     *     field value may: anything but printable ASCII, or space at its ends
     */
    public Metadata add(String name, String value) {
        checkName(name);
        checkValue(name, value);
        return append(name.toLowerCase(Locale.ROOT), value);
    }

    /**
     * Adds a field as an HTTP parser gave it, unchecked.
     *
     * @param lowerCaseName in lower case, a token
     */
    public Metadata append(String lowerCaseName, String value) {
        checkNotFrozen();
        if (length == pairs.length) {
            pairs = Arrays.copyOf(pairs, Math.max(16, length * 2));
        }
        pairs[length++] = lowerCaseName;
        pairs[length++] = value;
        return this;
    }

    /** Adds all of another. */
    public Metadata addAll(Metadata other) {
        int end = other.length; // which may be this
        for (int i = 0; i < end; i += 2) {
            append(other.pairs[i], other.pairs[i + 1]);
        }
        return this;
    }

    /** Sets the only value of a name. */
    public Metadata set(String name, String value) {
        remove(name);
        return add(name, value);
    }

    /**
     * Adds a binary value, as base64 without padding.
     *
     * @throws IllegalArgumentException if the name does not end in {@code -bin}
     */
    public Metadata addBinary(String name, ByteString value) {
        if (!name.regionMatches(true, name.length() - 4, "-bin", 0, 4)) {
            throw new IllegalArgumentException(
                    "a name with binary values ends in -bin; got '" + name + "'");
        }
        return add(name, Base64.getEncoder().withoutPadding().encodeToString(value.toByteArray()));
    }

    /** Removes all values of a name. */
    public Metadata remove(String name) {
        checkNotFrozen();
        int kept = 0;
        for (int i = 0; i < length; i += 2) {
            if (!pairs[i].equalsIgnoreCase(name)) {
                pairs[kept++] = pairs[i];
                pairs[kept++] = pairs[i + 1];
            }
        }
        length = kept;
        return this;
    }

    /** The first value of a name, or null. */
    public @Nullable String get(String name) {
        for (int i = 0; i < length; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** Whether there is such a name. */
    public boolean has(String name) {
        return get(name) != null;
    }

    /** All values of a name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(2);
        for (int i = 0; i < length; i += 2) {
            if (pairs[i].equalsIgnoreCase(name)) {
                values.add(pairs[i + 1]);
            }
        }
        return values;
    }

    /**
     * All binary values of a name, in order. Values that were joined by commas on the way are taken
     * apart; padding may be there or not.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if one is not base64
     */
    public List<ByteString> binary(String name) {
        List<ByteString> values = new ArrayList<>(2);
        for (String joined : all(name)) {
            for (String value : joined.split(",", -1)) {
                try {
                    values.add(ByteString.copyFrom(Base64.getDecoder().decode(value.strip())));
                } catch (IllegalArgumentException e) {
                    throw new ConnectException(
                            Code.INVALID_ARGUMENT,
                            "the value of " + name + " is not base64: " + e.getMessage());
                }
            }
        }
        return values;
    }

    /** The names, each once, in the order of their first values. */
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < length; i += 2) {
            names.add(pairs[i]);
        }
        return names;
    }

    /** Calls with each name and value, in order. */
    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** The number of values. */
    public int size() {
        return length / 2;
    }

    /** The name at a place, 0 to {@link #size()} - 1: for loops that must not allocate. */
    public String nameAt(int index) {
        return pairs[2 * index];
    }

    /** The value at a place. */
    public String valueAt(int index) {
        return pairs[2 * index + 1];
    }

    /** Whether there is nothing. */
    public boolean isEmpty() {
        return length == 0;
    }

    /** Makes this immutable, and safe to share between threads. */
    public Metadata freeze() {
        frozen = true;
        return this;
    }

    /** This if it is immutable, else an immutable copy. */
    public Metadata frozen() {
        return frozen ? this : new Metadata(this).freeze();
    }

    private void checkNotFrozen() {
        if (frozen) {
            throw new IllegalStateException("this metadata is immutable: copy it first");
        }
    }

    private static void checkName(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a metadata name is empty");
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean token =
                    c >= 'a' && c <= 'z'
                            || c >= 'A' && c <= 'Z'
                            || c >= '0' && c <= '9'
                            || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
            if (!token) {
                throw new IllegalArgumentException(
                        "a metadata name is an HTTP token (RFC 9110, section 5.6.2); got '"
                                + name
                                + "'");
            }
        }
    }

    private static void checkValue(String name, String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c > '~') {
                throw new IllegalArgumentException(
                        "the value of "
                                + name
                                + " holds a character that is not printable ASCII; binary values"
                                + " go under a name that ends in -bin");
            }
        }
        if (!value.isEmpty() && (value.charAt(0) == ' ' || value.endsWith(" "))) {
            throw new IllegalArgumentException("the value of " + name + " has space at its end");
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Metadata that
                && Arrays.equals(pairs, 0, length, that.pairs, 0, that.length);
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < length; i++) {
            hash = 31 * hash + pairs[i].hashCode();
        }
        return hash;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < length; i += 2) {
            text.append(i == 0 ? "" : ", ").append(pairs[i]).append(": ").append(pairs[i + 1]);
        }
        return text.append('}').toString();
    }
}
