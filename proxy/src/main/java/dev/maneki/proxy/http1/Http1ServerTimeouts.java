package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.routing.model.Limit;
import java.util.concurrent.TimeUnit;

/**
 * The clocks of a client's connection. Nothing is set or cancelled as requests go by: times are
 * noted, and compared when the connection's one timer fires. All times are {@link
 * System#nanoTime()}; {@link Long#MAX_VALUE} is never.
 */
final class Http1ServerTimeouts {
    /** How long a body may be slow at its start. */
    private static final long RATE_GRACE = TimeUnit.SECONDS.toNanos(5);

    private static final long RATE_INTERVAL = TimeUnit.SECONDS.toNanos(1);

    /**
     * A client that has closed its direction and one that has gone look alike until something is
     * written. So long, one that waits for its response is believed to be still there.
     */
    private static final long HALF_CLOSED = TimeUnit.SECONDS.toNanos(1);

    /**
     * A request may be under way to a connection that looks idle. So long, it is waited for and
     * then answered with {@code Connection: close}; closing at once would make it fail.
     */
    private static final long DRAINED_IDLE = TimeUnit.MILLISECONDS.toNanos(500);

    private long idleFrom;
    private long headFrom;
    private long bodyFrom;
    private long rateCheckedAt;
    private long bodyActivity;
    private long pausedAt;
    private long activity;
    private long inputEnded;
    private long lingerUntil;
    private long blockedFrom;
    private long blockedMark;
    private boolean blocked;
    private boolean halfClosed;

    void idleFrom(long now) {
        idleFrom = now;
    }

    void headFrom(long now) {
        headFrom = now;
    }

    void bodyFrom(long now) {
        bodyFrom = now;
        rateCheckedAt = now;
        bodyActivity = now;
    }

    /** The body is not read for now, which is not the client's fault. */
    void pausedAt(long now) {
        pausedAt = now;
    }

    void resumedAt(long now) {
        bodyFrom += now - pausedAt;
        bodyActivity = now;
    }

    /** Something was sent: in a tunnel, or to a client that has closed its direction. */
    void activity(long now) {
        activity = now;
    }

    void inputEndedAt(long now) {
        if (!halfClosed) {
            halfClosed = true;
            inputEnded = now;
        }
    }

    void lingerUntil(long due) {
        lingerUntil = due;
    }

    /** The socket takes nothing; {@code mark} moves when it does. */
    void blockedFrom(long now, long mark) {
        blocked = true;
        blockedFrom = now;
        blockedMark = mark;
    }

    void unblocked() {
        blocked = false;
    }

    boolean blocked() {
        return blocked;
    }

    /**
     * Whether the socket has taken something since it was last asked; then the clock starts anew.
     */
    boolean progress(long now, long mark) {
        if (mark == blockedMark) {
            return false;
        }
        blockedFrom(now, mark);
        return true;
    }

    long headDue(boolean started, boolean draining, Limits limits) {
        if (draining && !started) {
            return idleFrom + DRAINED_IDLE;
        }
        return started
                ? after(headFrom, limits.get(Limit.HEADER_TIMEOUT))
                : after(idleFrom, limits.get(Limit.IDLE_TIMEOUT));
    }

    long bodyDue(long lastRead, Limits limits) {
        long silent = after(latest(lastRead, bodyActivity), limits.get(Limit.BODY_TIMEOUT));
        if (limits.get(Limit.BODY_RATE) == 0) {
            return silent;
        }
        return earlier(silent, latest(bodyFrom + RATE_GRACE, rateCheckedAt + RATE_INTERVAL));
    }

    boolean bodySilent(long lastRead, long now, Limits limits) {
        long due = after(latest(lastRead, bodyActivity), limits.get(Limit.BODY_TIMEOUT));
        return due != Long.MAX_VALUE && due - now <= 0;
    }

    /** Looks at the rate, and notes that it has: {@link #bodyDue} says when to look again. */
    boolean bodyTooSlow(long now, long bytes, Limits limits) {
        rateCheckedAt = now;
        long elapsed = now - bodyFrom;
        long rate = limits.get(Limit.BODY_RATE);
        return rate > 0
                && elapsed >= RATE_GRACE
                && bytes < rate * (elapsed / TimeUnit.SECONDS.toNanos(1));
    }

    long halfClosedDue() {
        return latest(inputEnded, activity) + HALF_CLOSED;
    }

    long tunnelDue(long lastRead, Limits limits) {
        return after(latest(lastRead, activity), limits.get(Limit.TUNNEL_IDLE_TIMEOUT));
    }

    long lingerDue() {
        return lingerUntil;
    }

    long writeDue(Limits limits) {
        return blocked ? after(blockedFrom, limits.get(Limit.WRITE_TIMEOUT)) : Long.MAX_VALUE;
    }

    /** The earlier of two that may be never. */
    static long earlier(long a, long b) {
        return a == Long.MAX_VALUE ? b : b == Long.MAX_VALUE || a - b <= 0 ? a : b;
    }

    private static long latest(long a, long b) {
        return a - b >= 0 ? a : b;
    }

    private static long after(long since, long millis) {
        return millis == 0 ? Long.MAX_VALUE : since + TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
