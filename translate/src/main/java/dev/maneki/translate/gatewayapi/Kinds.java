package dev.maneki.translate.gatewayapi;

/** Kinds, as messages name them. */
final class Kinds {
    private Kinds() {}

    /** {@code Service}, or {@code Widget of example.com} outside the core group. */
    static String describe(String group, String kind) {
        return group.isEmpty() ? kind : kind + " of " + group;
    }
}
