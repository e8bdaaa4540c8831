package dev.maneki.routing.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a client stays with its endpoint (GEP-1619).
 *
 * @param type where the session's mark travels
 * @param sessionName name of the cookie or header
 * @param absoluteTimeout after which a session ends in any case
 * @param idleTimeout after which an unused session ends
 * @param permanent whether the cookie outlives the browser's session ({@code lifetimeType:
 *     Permanent})
 */
public record SessionPersistence(
        Type type,
        String sessionName,
        Optional<Duration> absoluteTimeout,
        Optional<Duration> idleTimeout,
        boolean permanent) {
    /** Where the mark travels. */
    public enum Type {
        COOKIE,
        HEADER
    }
}
