package dev.maneki.proxy.exchange;

import dev.maneki.proxy.Reason;
import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.proxy.worker.Clock;
import dev.maneki.proxy.worker.TimerWheel;
import dev.maneki.proxy.worker.Worker;
import org.jspecify.annotations.Nullable;

/**
 * All the deadlines of one exchange on one timer. It is set to the nearest; that a deadline has
 * moved away since is noticed when the timer fires, so that activity costs no more than a note of
 * the time.
 */
final class ExchangeTimer extends TimerWheel.Timer {
    private static final long NEVER = Long.MAX_VALUE;

    private final Exchange exchange;
    private final TimerWheel wheel;
    private final Clock clock;
    private long routeDeadline = NEVER;
    private long callDeadline = NEVER;
    private long attemptDeadline = NEVER;
    private long waitDeadline = NEVER;
    private long retryAt = NEVER;
    private long idleNanos;
    private long tunnelIdleNanos;
    private long touchedAt;
    private long setFor = NEVER;
    private @Nullable UpstreamEndpoint failed;
    private boolean over;

    ExchangeTimer(Exchange exchange, Worker worker) {
        this.exchange = exchange;
        this.wheel = worker.timers();
        this.clock = worker.clock();
    }

    /** Begins the time for the whole request; 0 for no limit. */
    void route(long millis) {
        routeDeadline = in(millis);
    }

    /** When a call's own caller stops waiting, by the clock in nanoseconds. */
    void call(long deadlineNanos) {
        callDeadline = deadlineNanos;
        arm();
    }

    /** Begins the time for one try; 0 for no limit. */
    void attempt(long millis) {
        attemptDeadline = in(millis);
        arm();
    }

    /** The backend has done its part. */
    void attemptEnded() {
        attemptDeadline = NEVER;
    }

    /** Begins to watch for stillness; 0 for no limit. */
    void idle(long millis) {
        idleNanos = millis * 1_000_000;
        touchedAt = clock.nanos();
    }

    /** How still a tunnel may be; 0 for no limit. */
    void tunnelIdle(long millis) {
        tunnelIdleNanos = millis * 1_000_000;
    }

    /** The stream has become a tunnel: only stillness ends it. */
    void tunnelBegins() {
        routeDeadline = NEVER;
        attemptDeadline = NEVER;
        idleNanos = tunnelIdleNanos;
        touched();
        arm();
    }

    /** Something moved. */
    void touched() {
        if (idleNanos > 0) {
            touchedAt = clock.nanos();
        }
    }

    /** Calls for the next try in a while. */
    void retry(long millis, UpstreamEndpoint avoid) {
        failed = avoid;
        attemptDeadline = NEVER;
        retryAt = in(millis);
        arm();
    }

    /** Begins the time to wait for a connection. */
    void waiting(long millis) {
        waitDeadline = in(millis);
        arm();
    }

    /** A connection is there. */
    void connected() {
        waitDeadline = NEVER;
    }

    /** The exchange is over: nothing is due any more. */
    void cancel() {
        over = true;
        wheel.cancel(this);
    }

    private long in(long millis) {
        return millis == 0 ? NEVER : clock.nanos() + millis * 1_000_000;
    }

    private long next() {
        long idleDeadline = idleNanos == 0 ? NEVER : touchedAt + idleNanos;
        return earlier(
                earlier(earlier(routeDeadline, attemptDeadline), earlier(waitDeadline, retryAt)),
                earlier(callDeadline, idleDeadline));
    }

    private static long earlier(long one, long other) {
        if (one == NEVER || other == NEVER) {
            return one == NEVER ? other : one;
        }
        return one - other < 0 ? one : other;
    }

    /** Sets the timer to the nearest deadline. */
    void arm() {
        long next = next();
        if (over || next == NEVER || (waiting() && setFor - next <= 0)) {
            return; // It will fire no later than needed, and look again then.
        }
        setFor = next;
        wheel.set(this, Math.max(1, (next - clock.nanos() + 999_999) / 1_000_000));
    }

    @Override
    protected void expired() {
        long now = clock.nanos();
        if (passed(callDeadline, now)) {
            exchange.timedOut(Reason.DEADLINE_EXCEEDED);
        } else if (passed(routeDeadline, now)) {
            exchange.timedOut(Reason.ROUTE_TIMEOUT);
        } else if (passed(retryAt, now)) {
            retryAt = NEVER;
            UpstreamEndpoint avoid = failed;
            if (avoid != null) {
                exchange.retryNow(avoid);
                exchange.worker().flushQueue().flushAll();
            }
            arm();
        } else if (passed(attemptDeadline, now)) {
            attemptDeadline = NEVER;
            exchange.timedOut(Reason.BACKEND_TIMEOUT);
            arm();
        } else if (passed(waitDeadline, now)) {
            waitDeadline = NEVER;
            exchange.timedOut(Reason.BACKEND_OVERLOADED);
        } else if (idleNanos > 0 && now - touchedAt >= idleNanos) {
            exchange.timedOut(Reason.STREAM_IDLE_TIMEOUT);
        } else {
            arm();
        }
    }

    private static boolean passed(long deadline, long now) {
        return deadline != NEVER && now - deadline >= 0;
    }
}
