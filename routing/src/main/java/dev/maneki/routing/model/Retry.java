package dev.maneki.routing.model;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * When a request is tried again (GEP-1731). Connection errors are always retried.
 *
 * @param codes response status codes to retry on
 * @param attempts how many times more than once; absent: 1
 * @param backoff the least time between two tries; absent: none for the first retry
 */
public record Retry(Set<Integer> codes, Optional<Integer> attempts, Optional<Duration> backoff) {
    /** Copies the set. */
    public Retry {
        codes = Set.copyOf(codes);
    }
}
