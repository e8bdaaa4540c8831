package dev.maneki.proxy.exchange;

import dev.maneki.proxy.upstream.UpstreamEndpoint;
import dev.maneki.routing.message.FieldName;
import dev.maneki.routing.message.FieldNames;
import dev.maneki.routing.message.HeaderFields;
import dev.maneki.routing.model.PathMatch;
import dev.maneki.routing.model.SessionPersistence;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Session persistence of a rule (GEP-1619). Immutable; no session is kept here: the mark that the
 * client brings back says which endpoint it belongs to, and since when.
 */
final class SessionPlan {
    private static final int RADIX = 36;

    private final SessionPersistence session;
    private final FieldName header;
    private final String cookiePrefix;

    SessionPlan(SessionPersistence session) {
        this.session = session;
        this.header = FieldName.of(session.sessionName());
        this.cookiePrefix = session.sessionName() + "=";
    }

    /**
     * What a client has brought back.
     *
     * @param key the endpoint's {@link UpstreamEndpoint#sessionKey()}
     * @param sinceSeconds when the session began
     */
    record Mark(String key, long sinceSeconds) {}

    /** The mark in a request, unless it is none or too old. */
    @Nullable Mark find(HeaderFields request, long nowSeconds) {
        String value =
                switch (session.type()) {
                    case COOKIE -> cookie(request);
                    case HEADER -> {
                        int at = request.find(header);
                        yield at < 0 ? null : request.value(at);
                    }
                };
        if (value == null) {
            return null;
        }
        String[] parts = value.split("\\.", 3);
        if (parts.length < 2) {
            return null;
        }
        long since;
        try {
            since = Long.parseLong(parts[1], RADIX);
            if (session.idleTimeout().isPresent() && parts.length == 3) {
                long used = Long.parseLong(parts[2], RADIX);
                if (over(session.idleTimeout(), used, nowSeconds)) {
                    return null;
                }
            }
        } catch (NumberFormatException e) {
            return null; // Not one of ours: the client gets a new one.
        }
        return over(session.absoluteTimeout(), since, nowSeconds)
                ? null
                : new Mark(parts[0], since);
    }

    private static boolean over(Optional<Duration> limit, long from, long now) {
        return limit.isPresent() && (now - from >= limit.get().toSeconds() || from > now + 60);
    }

    private @Nullable String cookie(HeaderFields request) {
        for (int i = request.find(FieldNames.COOKIE);
                i >= 0;
                i = request.find(FieldNames.COOKIE, i + 1)) {
            for (String pair : request.value(i).split(";")) {
                String trimmed = pair.strip();
                if (trimmed.startsWith(cookiePrefix)) {
                    return trimmed.substring(cookiePrefix.length());
                }
            }
        }
        return null;
    }

    /**
     * Gives the client its mark: when a session begins, and each time if there is an idle timeout.
     *
     * @param mark what the request brought, if it led to this endpoint
     * @param path the condition on the path that the request has met
     */
    void mark(
            HeaderFields response,
            UpstreamEndpoint endpoint,
            @Nullable Mark mark,
            long nowSeconds,
            boolean secure,
            PathMatch path) {
        boolean idle = session.idleTimeout().isPresent();
        if (mark != null && !idle) {
            return;
        }
        long since = mark == null ? nowSeconds : mark.sinceSeconds();
        StringBuilder value = new StringBuilder(96);
        if (session.type() == SessionPersistence.Type.COOKIE) {
            value.append(cookiePrefix);
        }
        value.append(endpoint.sessionKey()).append('.').append(Long.toString(since, RADIX));
        if (idle) {
            value.append('.').append(Long.toString(nowSeconds, RADIX));
        }
        if (session.type() == SessionPersistence.Type.HEADER) {
            response.set(header, value.toString());
            return;
        }
        value.append("; Path=").append(CookiePath.of(path)).append("; HttpOnly; SameSite=Lax");
        if (secure) {
            value.append("; Secure");
        }
        if (session.permanent()) {
            long rest =
                    session.absoluteTimeout()
                            .map(limit -> limit.toSeconds() - (nowSeconds - since))
                            .orElse(Long.MAX_VALUE);
            long unused = session.idleTimeout().map(Duration::toSeconds).orElse(Long.MAX_VALUE);
            long age = Math.min(rest, unused);
            if (age != Long.MAX_VALUE) {
                value.append("; Max-Age=").append(age);
            }
        }
        response.add(FieldNames.SET_COOKIE, value.toString());
    }
}
