package dev.maneki.connect;

import java.time.Duration;

/**
 * The moment at which a call's caller stops waiting. Measured by the machine's monotonic clock, so
 * it means something in this process only. Immutable.
 */
public final class Deadline {
    /** Never. */
    public static final Deadline NONE = new Deadline(0);

    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** That long from now; at once if it is negative. */
    public static Deadline after(Duration duration) {
        try {
            return afterNanos(duration.toNanos());
        } catch (ArithmeticException tooLong) { // 292 years
            return duration.isNegative() ? afterNanos(0) : NONE;
        }
    }

    /** That many nanoseconds from now. */
    public static Deadline afterNanos(long nanos) {
        // Half the clock's range, so that differences of any two moments do not overflow.
        return new Deadline(System.nanoTime() + Math.clamp(nanos, 0, Long.MAX_VALUE / 2));
    }

    /** Whether there is none. */
    public boolean isNone() {
        return this == NONE;
    }

    /** Whether it has passed. */
    public boolean expired() {
        return !isNone() && remainingNanos() <= 0;
    }

    /** How long until then, at least zero; {@link Long#MAX_VALUE} nanoseconds if never. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, remainingNanos()));
    }

    /** As {@link #remaining}, in nanoseconds; not above zero once it has passed. */
    public long remainingNanos() {
        return isNone() ? Long.MAX_VALUE : nanoTime - System.nanoTime();
    }

    /** Its moment by {@link System#nanoTime}; without meaning if there is {@link #NONE}. */
    public long nanoTime() {
        return nanoTime;
    }

    /** The earlier of the two. */
    public Deadline earlier(Deadline other) {
        if (isNone()) {
            return other;
        }
        return other.isNone() || nanoTime - other.nanoTime <= 0 ? this : other;
    }

    @Override
    public String toString() {
        return isNone() ? "none" : "in " + remaining();
    }
}
