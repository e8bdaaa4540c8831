package dev.maneki.connect;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a call failed; the sixteen codes that Connect and gRPC share. There is none for success.
 *
 * <p>Source: Connect protocol, "Error codes"; gRPC, {@code statuscodes.md}.
 */
public enum Code {
    /** The caller broke the call off. */
    CANCELED(1, 499),
    /** What went wrong is not known: an answer of no protocol's, or an error without a code. */
    UNKNOWN(2, 500),
    /** The request is wrong, whatever the state of the system. */
    INVALID_ARGUMENT(3, 400),
    /** The call took longer than it may; it may have been done nevertheless. */
    DEADLINE_EXCEEDED(4, 504),
    /** What was asked for is not there. */
    NOT_FOUND(5, 404),
    /** What was to be made is there already. */
    ALREADY_EXISTS(6, 409),
    /** The caller is known, and may not. */
    PERMISSION_DENIED(7, 403),
    /** A limit is reached: a message's length, a quota, space. */
    RESOURCE_EXHAUSTED(8, 429),
    /** The system is not in the state that the call needs; repeating it does not help. */
    FAILED_PRECONDITION(9, 400),
    /** The call was in conflict with another; repeating the whole transaction may help. */
    ABORTED(10, 409),
    /** The request goes beyond what is there, as reading past an end. */
    OUT_OF_RANGE(11, 400),
    /** The method, or what was asked of it, is not there. */
    UNIMPLEMENTED(12, 501),
    /** Something that must hold does not: a fault of the server, or of the protocol. */
    INTERNAL(13, 500),
    /** The server cannot be reached, or takes no calls now; repeating may help. */
    UNAVAILABLE(14, 503),
    /** Data is lost or damaged beyond repair. */
    DATA_LOSS(15, 500),
    /** Who the caller is could not be made out. */
    UNAUTHENTICATED(16, 401);

    private static final Code[] BY_NUMBER = new Code[17];

    static {
        for (Code code : values()) {
            BY_NUMBER[code.number] = code;
        }
    }

    private final int number;
    private final int httpStatus;
    private final String wireName;

    Code(int number, int httpStatus) {
        this.number = number;
        this.httpStatus = httpStatus;
        this.wireName = name().toLowerCase(Locale.ROOT);
    }

    /** The number that {@code grpc-status} carries, 1 to 16. */
    public int number() {
        return number;
    }

    /** The HTTP status of a Connect unary response with this error. */
    public int httpStatus() {
        return httpStatus;
    }

    /** The name in Connect's error JSON, as {@code invalid_argument}. */
    public String wireName() {
        return wireName;
    }

    /** The code of that number, or null if there is none (0 is success, and no code either). */
    public static @Nullable Code ofNumber(int number) {
        return number < 0 || number >= BY_NUMBER.length ? null : BY_NUMBER[number];
    }

    /** The code of that {@link #wireName()}, exactly so written, or null. */
    public static @Nullable Code ofWireName(String name) {
        for (Code code : values()) {
            if (code.wireName.equals(name)) {
                return code;
            }
        }
        return null;
    }

    /**
     * What an HTTP status means where the body carries no error of the protocol's own. Not the
     * inverse of {@link #httpStatus()}: it judges what proxies answer. Source: Connect protocol,
     * "HTTP to error code"; gRPC, {@code http-grpc-status-mapping.md}.
     */
    public static Code ofHttpStatus(int status) {
        return switch (status) {
            case 400 -> INTERNAL;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 404 -> UNIMPLEMENTED;
            case 429, 502, 503, 504 -> UNAVAILABLE;
            default -> UNKNOWN;
        };
    }
}
