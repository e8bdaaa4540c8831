package dev.maneki.proxy;

import java.util.Locale;

/**
 * Why a request ended as it did: in its access record, as a metric's label, and in the status that
 * the client got.
 *
 * <p>{@link #NONE} stands for every response that a backend gave and the client took whole,
 * whatever its status.
 */
public enum Reason {
    NONE(0),
    /** A rule said so: redirect or CORS preflight. */
    DIRECT_RESPONSE(0),
    BAD_REQUEST(400),
    HEADER_TOO_LARGE(431),
    TARGET_TOO_LONG(414),
    NO_LISTENER(404),
    NO_ROUTE(404),
    MISDIRECTED(421),
    METHOD_NOT_SUPPORTED(501),
    EXPECTATION_FAILED(417),
    REQUEST_TIMEOUT(408),
    /** The rule names no backend, or the one chosen does not resolve. */
    BACKEND_INVALID(500),
    NO_ENDPOINT(503),
    CONNECT_REFUSED(503),
    CONNECT_TIMEOUT(504),
    CONNECT_FAILED(503),
    BACKEND_TLS_FAILED(502),
    BACKEND_RESET(502),
    BACKEND_INVALID_RESPONSE(502),
    BACKEND_TIMEOUT(504),
    ROUTE_TIMEOUT(504),
    /** A call was not over when its caller stopped waiting ({@code grpc-timeout} and the like). */
    DEADLINE_EXCEEDED(504),
    STREAM_IDLE_TIMEOUT(504),
    OVERLOADED(503),
    BACKEND_OVERLOADED(503),
    NAME_NOT_RESOLVED(503),
    /** The authorization server said no; its answer went to the client. */
    AUTH_DENIED(403),
    /** The authorization server could not be asked: no endpoint, no connection. */
    AUTH_UNREACHABLE(503),
    /** The authorization server broke off, or its answer means nothing. */
    AUTH_INVALID_RESPONSE(502),
    AUTH_TIMEOUT(504),
    /** The body is longer than the authorization server may be shown. */
    AUTH_BODY_TOO_LARGE(413),
    /** The client went away before the response had ended. */
    CLIENT_GONE(499),
    /** The client broke its protocol after the request's head. */
    CLIENT_PROTOCOL_ERROR(400),
    INTERNAL_ERROR(500);

    private final int status;
    private final String label;

    Reason(int status) {
        this.status = status;
        this.label = name().toLowerCase(Locale.ROOT);
    }

    /**
     * The status that the client gets, if it can still get one; 0 where the reason implies none.
     */
    public int status() {
        return status;
    }

    /** As records and metrics write it: {@code no_route}. */
    public String label() {
        return label;
    }
}
