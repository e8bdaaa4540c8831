package dev.maneki.routing.model;

import java.util.Locale;

/**
 * A host name to match: exact, a wildcard ({@code *.example.com}: one or more labels in front, as
 * Gateway API defines it), or any.
 *
 * @param name in lower case without trailing dot; a wildcard without its {@code *.}; empty for any
 * @param wildcard whether labels may stand in front
 */
public record Hostname(String name, boolean wildcard) implements Comparable<Hostname> {
    /** Matches every host, also an absent one. */
    public static final Hostname ANY = new Hostname("", true);

    /** Reads {@code host}, {@code *.host}, or the empty text for any. */
    public static Hostname of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.isEmpty() || lower.equals("*")) {
            return ANY;
        }
        return lower.startsWith("*.")
                ? new Hostname(lower.substring(2), true)
                : new Hostname(lower, false);
    }

    /** Whether this is {@link #ANY}. */
    public boolean any() {
        return name.isEmpty();
    }

    /** Whether every host that {@code other} matches is matched by this too. */
    public boolean covers(Hostname other) {
        if (any()) {
            return true;
        }
        if (other.any()) {
            return false;
        }
        if (!wildcard) {
            return !other.wildcard && name.equals(other.name);
        }
        return other.name.endsWith("." + name) || (other.wildcard && other.name.equals(name));
    }

    /**
     * Whether some host is matched by both; then the more specific of the two is their
     * intersection.
     */
    public boolean intersects(Hostname other) {
        return covers(other) || other.covers(this);
    }

    /** Most specific first: exact before wildcard, longer before shorter, then by name. */
    @Override
    public int compareTo(Hostname other) {
        if (wildcard != other.wildcard) {
            return wildcard ? 1 : -1;
        }
        int byLength = Integer.compare(other.name.length(), name.length());
        return byLength != 0 ? byLength : name.compareTo(other.name);
    }

    /** As it is written in a resource; {@code *} for any. */
    @Override
    public String toString() {
        return any() ? "*" : wildcard ? "*." + name : name;
    }
}
