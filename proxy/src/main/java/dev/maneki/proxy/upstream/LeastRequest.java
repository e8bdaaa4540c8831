package dev.maneki.proxy.upstream;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Chooses an endpoint: of two at random, the one with fewer requests at it (Mitzenmacher, "The
 * Power of Two Choices").
 *
 * <p>Endpoints that were put aside are passed over while there is another; if all were, all are in
 * again: a backend that fails everywhere is not made worse by going nowhere.
 */
public final class LeastRequest {
    private static final int TRIES = 4;

    private LeastRequest() {}

    /**
     * One of {@code endpoints}; null only if there is none.
     *
     * @param avoid the one that has just failed for this request; taken only if there is no other
     */
    public static @Nullable UpstreamEndpoint choose(
            UpstreamEndpoint[] endpoints,
            SplittableRandom random,
            @Nullable UpstreamEndpoint avoid) {
        int count = endpoints.length;
        if (count <= 1) {
            return count == 0 ? null : endpoints[0];
        }
        long now = System.nanoTime();
        UpstreamEndpoint first = pick(endpoints, random, avoid, now);
        UpstreamEndpoint second = pick(endpoints, random, avoid, now);
        return second.activeRequests().get() < first.activeRequests().get() ? second : first;
    }

    private static UpstreamEndpoint pick(
            UpstreamEndpoint[] endpoints,
            SplittableRandom random,
            @Nullable UpstreamEndpoint avoid,
            long now) {
        for (int i = 0; i < TRIES; i++) {
            UpstreamEndpoint candidate = endpoints[random.nextInt(endpoints.length)];
            if (candidate != avoid && !candidate.health().ejected(now)) {
                return candidate;
            }
        }
        // Chance has found none: look through all, from a random place.
        int start = random.nextInt(endpoints.length);
        UpstreamEndpoint other = endpoints[start];
        for (int i = 0; i < endpoints.length; i++) {
            UpstreamEndpoint candidate = endpoints[(start + i) % endpoints.length];
            if (candidate != avoid) {
                if (!candidate.health().ejected(now)) {
                    return candidate;
                }
                other = candidate;
            }
        }
        return other;
    }
}
