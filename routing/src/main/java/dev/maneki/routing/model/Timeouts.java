package dev.maneki.routing.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How long a request may take (GEP-1742). Absent or zero: no limit but the gateway's own.
 *
 * @param request from the request's head until the response has ended, retries included; then 504
 * @param backendRequest for one try, from sending the request until the response has ended
 */
public record Timeouts(Optional<Duration> request, Optional<Duration> backendRequest) {
    /** No limit. */
    public static final Timeouts NONE = new Timeouts(Optional.empty(), Optional.empty());
}
