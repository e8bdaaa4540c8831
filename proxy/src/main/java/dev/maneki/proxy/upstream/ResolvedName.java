package dev.maneki.proxy.upstream;

import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What DNS has said of one name, IPv4 and IPv6 each for itself: a question that fails takes back
 * nothing of what the last answer to it has said. Not thread-safe.
 *
 * <p>Both families lead to the same host; IPv6 is taken where there is no IPv4. Where only one of
 * them is answered any more, the last good answer of the other counts for {@value #STALE_SECONDS}
 * seconds beyond its time to live, so that a name server's hiccup does not move all traffic to
 * addresses that it may not reach. Where neither is, it counts until there is a better one.
 */
final class ResolvedName {
    /**
     * How long the answer of one family outlives its time to live beside a good one of the other.
     */
    static final long STALE_SECONDS = 300;

    private static final long LEAST_TTL_SECONDS = 1;
    private static final long MOST_TTL_SECONDS = 300;
    private static final long RETRY_SECONDS = 2;

    private final Answer ipv4 = new Answer();
    private final Answer ipv6 = new Answer();

    /** The last answer of one family. */
    private static final class Answer {
        private List<String> addresses = List.of();
        private long goodUntil;
        private long ttlSeconds = MOST_TTL_SECONDS;
        private @Nullable String failure;

        private boolean inForce(long now, boolean otherIsGood) {
            boolean stale = failure != null && otherIsGood && now - goodUntil >= 0;
            return !addresses.isEmpty() && !stale;
        }

        private boolean good() {
            return failure == null && !addresses.isEmpty();
        }
    }

    private Answer answer(boolean ofIpv6) {
        return ofIpv6 ? ipv6 : ipv4;
    }

    /**
     * A question was answered.
     *
     * @param ofIpv6 whether it was for AAAA, not for A
     * @param addresses what it said; none if the name has no such address
     * @param now by {@link System#nanoTime()}
     */
    void answered(boolean ofIpv6, List<String> addresses, long ttlSeconds, long now) {
        Answer answer = answer(ofIpv6);
        answer.addresses = List.copyOf(new TreeSet<>(addresses));
        answer.failure = null;
        answer.ttlSeconds = Math.clamp(ttlSeconds, LEAST_TTL_SECONDS, MOST_TTL_SECONDS);
        answer.goodUntil = now + TimeUnit.SECONDS.toNanos(answer.ttlSeconds + STALE_SECONDS);
    }

    /** A question has found no answer: a timeout, or a name server in trouble. */
    void failed(boolean ofIpv6, String why) {
        answer(ofIpv6).failure = why;
    }

    /**
     * The addresses in force, in a fixed order; none if there never was one, or is none any more.
     */
    List<String> addresses(long now) {
        if (ipv4.inForce(now, ipv6.good())) {
            return ipv4.addresses;
        }
        return ipv6.inForce(now, ipv4.good()) ? ipv6.addresses : List.of();
    }

    /** Why nothing is known of the name now, or null if at least one answer was good. */
    @Nullable String error() {
        if (ipv4.good() || ipv6.good()) {
            return null;
        }
        String failure = ipv4.failure == null ? ipv6.failure : ipv4.failure;
        return failure == null ? "it has no address" : failure;
    }

    /** In how many seconds to ask again. */
    long askAgainSeconds() {
        if (error() != null || ipv4.failure != null || ipv6.failure != null) {
            return RETRY_SECONDS;
        }
        return Math.min(ipv4.ttlSeconds, ipv6.ttlSeconds);
    }
}
