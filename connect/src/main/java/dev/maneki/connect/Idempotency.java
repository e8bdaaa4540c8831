package dev.maneki.connect;

/** What calling a method twice does: {@code idempotency_level} of {@code descriptor.proto}. */
public enum Idempotency {
    /** Nothing is promised. */
    UNKNOWN,
    /** It changes nothing: Connect may call it by HTTP GET, and caches may answer it. */
    NO_SIDE_EFFECTS,
    /** Twice is as once. */
    IDEMPOTENT
}
