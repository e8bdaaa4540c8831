package dev.maneki.proxy.exchange;

import dev.maneki.routing.message.RequestHead;
import dev.maneki.routing.model.Retry;
import java.util.BitSet;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** When and how often a request is tried again (GEP-1731). Immutable. */
final class RetryPlan {
    /**
     * Without a rule's word: only what cannot have reached a backend, on two more endpoints at
     * most.
     */
    static final RetryPlan CONNECTION_ONLY = new RetryPlan(new BitSet(), 2, 0, false);

    /** RFC 9110 section 9.2.2. */
    private static final Set<String> IDEMPOTENT =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private static final long LONGEST_BACKOFF_MILLIS = 10_000;

    private final BitSet codes;
    private final int attempts;
    private final long backoffMillis;
    private final boolean asked;

    private RetryPlan(BitSet codes, int attempts, long backoffMillis, boolean asked) {
        this.codes = codes;
        this.attempts = attempts;
        this.backoffMillis = backoffMillis;
        this.asked = asked;
    }

    static RetryPlan of(Optional<Retry> retry) {
        if (retry.isEmpty()) {
            return CONNECTION_ONLY;
        }
        BitSet codes = new BitSet(600);
        retry.get().codes().forEach(codes::set);
        return new RetryPlan(
                codes,
                retry.get().attempts().orElse(1),
                retry.get().backoff().map(java.time.Duration::toMillis).orElse(0L),
                true);
    }

    /** Whether a request that may have been served already does no harm when it is sent again. */
    static boolean idempotent(RequestHead request) {
        return IDEMPOTENT.contains(request.method()) && request.upgrade().isEmpty();
    }

    /** Whether the rule asks for retries, so that request bodies are kept for them. */
    boolean asked() {
        return asked;
    }

    /** How many retries there may be. */
    int attempts() {
        return attempts;
    }

    /** Whether a response of this status is thrown away for another try. */
    boolean onStatus(int status) {
        return codes.get(status);
    }

    /**
     * How long to wait before retry number {@code retry}, from 1: doubled each time, and up to a
     * quarter longer.
     */
    long delayMillis(int retry, SplittableRandom random) {
        if (backoffMillis == 0) {
            return 0;
        }
        long delay = Math.min(LONGEST_BACKOFF_MILLIS, backoffMillis << Math.min(retry - 1, 10));
        return Math.max(backoffMillis, delay) + random.nextLong(delay / 4 + 1);
    }
}
