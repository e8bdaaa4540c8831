package dev.maneki.proxy.http1;

import dev.maneki.proxy.Limits;
import dev.maneki.proxy.Reason;
import dev.maneki.proxy.stream.StreamFault;
import dev.maneki.routing.model.Limit;

/**
 * The deadlines of a client's connection: which of the clocks of {@link Http1ServerTimeouts} counts
 * in which state, and what happens when its time is up.
 */
final class Http1ServerDeadlines {
    private final Http1ServerConnection connection;
    private final Http1ServerStream stream;
    private final Http1ServerTimeouts timeouts;

    Http1ServerDeadlines(
            Http1ServerConnection connection,
            Http1ServerStream stream,
            Http1ServerTimeouts timeouts) {
        this.connection = connection;
        this.stream = stream;
        this.timeouts = timeouts;
    }

    /** The state has changed, or what its deadline depends on. */
    void schedule() {
        connection.alarm(due());
    }

    private long due() {
        Limits limits = connection.limits();
        long due =
                switch (connection.state()) {
                    case HEAD ->
                            timeouts.headDue(
                                    connection.requestStarted(), connection.draining(), limits);
                    case BODY, DISCARDING ->
                            connection.input.paused() || stream.waitsWithContinue()
                                    ? Long.MAX_VALUE
                                    : timeouts.bodyDue(connection.lastRead(), limits);
                    case WAITING ->
                            connection.input.ended() && connection.output().writable()
                                    ? timeouts.halfClosedDue()
                                    : Long.MAX_VALUE;
                    case TUNNEL -> timeouts.tunnelDue(connection.lastRead(), limits);
                    case LINGERING -> timeouts.lingerDue();
                    case CLOSED -> Long.MAX_VALUE;
                };
        return Http1ServerTimeouts.earlier(due, timeouts.writeDue(limits));
    }

    /** The connection's timer has fired, perhaps for a deadline that has moved since. */
    void look(long now) {
        if (timeouts.blocked() && timeouts.writeDue(connection.limits()) - now <= 0) {
            if (timeouts.progress(now, connection.output().bytesBeforeUnwritable())) {
                schedule();
            } else {
                connection.limitHit(Limit.WRITE_TIMEOUT);
                connection.giveUp(
                        StreamFault.of(Reason.CLIENT_GONE, "took nothing of its response"), true);
            }
            return;
        }
        long due = due();
        if (due == Long.MAX_VALUE || due - now > 0) {
            connection.alarm(due);
            return;
        }
        switch (connection.state()) {
            case HEAD -> headTimeout();
            case BODY -> lookAtBody(now);
            case DISCARDING -> connection.linger();
            case WAITING ->
                    connection.giveUp(
                            StreamFault.of(Reason.CLIENT_GONE, "closed before its response"),
                            false);
            case TUNNEL -> {
                connection.limitHit(Limit.TUNNEL_IDLE_TIMEOUT);
                connection.giveUp(
                        StreamFault.of(Reason.STREAM_IDLE_TIMEOUT, "nothing in the tunnel"), false);
            }
            case LINGERING, CLOSED -> connection.close();
        }
    }

    private void lookAtBody(long now) {
        Limits limits = connection.limits();
        if (timeouts.bodySilent(connection.lastRead(), now, limits)) {
            bodyTimeout(Limit.BODY_TIMEOUT, "the body stopped coming");
        } else if (timeouts.bodyTooSlow(now, connection.requestBytes(), limits)) {
            bodyTimeout(Limit.BODY_RATE, "the body comes too slowly");
        } else {
            schedule();
        }
    }

    /** The head does not come, or no request at all. */
    private void headTimeout() {
        if (connection.requestStarted()) {
            connection.limitHit(Limit.HEADER_TIMEOUT);
            connection.refuse(
                    Reason.REQUEST_TIMEOUT,
                    Reason.REQUEST_TIMEOUT.status(),
                    "the header section did not arrive in time");
        } else {
            connection.limitHit(connection.draining() ? null : Limit.IDLE_TIMEOUT);
            connection.closeIdle();
        }
    }

    private void bodyTimeout(Limit limit, String detail) {
        connection.limitHit(limit);
        if (stream.ended()) {
            stream.closeAfterwards();
        } else {
            connection.breakOff(
                    StreamFault.of(Reason.REQUEST_TIMEOUT, detail),
                    Reason.REQUEST_TIMEOUT.status());
        }
    }
}
