package dev.maneki.connect;

/**
 * A name for something that interceptors and handlers leave for each other on a call. Keys are told
 * apart by identity: keep one in a constant.
 *
 * @param <T> of what is left under it
 */
public final class Key<T> {
    private final String name;

    private Key(String name) {
        this.name = name;
    }

    /**
     * A new key, equal to no other.
     *
     * @param name for people and logs
     */
    public static <T> Key<T> of(String name) {
        return new Key<>(name);
    }

    @Override
    public String toString() {
        return name;
    }
}
