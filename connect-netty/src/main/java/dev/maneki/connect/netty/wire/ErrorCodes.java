package dev.maneki.connect.netty.wire;

import dev.maneki.connect.http.StreamReset;
import dev.maneki.connect.http.StreamReset.Cause;

/** Error codes of HTTP/2 (RFC 9113, section 7) and HTTP/3 (RFC 9114, section 8.1). */
public final class ErrorCodes {
    /** HTTP/3's H3_NO_ERROR; its codes continue from here. */
    public static final int H3_NO_ERROR = 0x100;

    private static final String[] HTTP2 = {
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED"
    };

    private static final String[] HTTP3 = {
        "H3_NO_ERROR",
        "H3_GENERAL_PROTOCOL_ERROR",
        "H3_INTERNAL_ERROR",
        "H3_STREAM_CREATION_ERROR",
        "H3_CLOSED_CRITICAL_STREAM",
        "H3_FRAME_UNEXPECTED",
        "H3_FRAME_ERROR",
        "H3_EXCESSIVE_LOAD",
        "H3_ID_ERROR",
        "H3_SETTINGS_ERROR",
        "H3_MISSING_SETTINGS",
        "H3_REQUEST_REJECTED",
        "H3_REQUEST_CANCELLED",
        "H3_REQUEST_INCOMPLETE",
        "H3_MESSAGE_ERROR",
        "H3_CONNECT_ERROR",
        "H3_VERSION_FALLBACK"
    };

    private ErrorCodes() {}

    /** What an HTTP/2 peer means by a code. */
    public static StreamReset http2(long code, String what) {
        Cause cause =
                switch ((int) code) {
                    case 8 -> Cause.CANCELED;
                    case 7 -> Cause.REFUSED;
                    case 11 -> Cause.OVERLOADED;
                    case 12 -> Cause.INSECURE;
                    case 1, 3, 5, 6, 9 -> Cause.PROTOCOL;
                    default -> Cause.BROKEN;
                };
        return new StreamReset(cause, what + " with " + http2Name(code));
    }

    /** The HTTP/2 code that says it. */
    public static int http2(Cause cause) {
        return switch (cause) {
            case CANCELED -> 8;
            case REFUSED -> 7;
            case OVERLOADED -> 11;
            case INSECURE -> 12;
            case PROTOCOL -> 1;
            case UNREACHABLE, BROKEN -> 2;
        };
    }

    /** A code's name. */
    public static String http2Name(long code) {
        return code >= 0 && code < HTTP2.length ? HTTP2[(int) code] : "code " + code;
    }

    /** What an HTTP/3 peer means by a code. */
    public static StreamReset http3(long code, String what) {
        Cause cause =
                switch ((int) code) {
                    case 0x10c -> Cause.CANCELED;
                    case 0x10b -> Cause.REFUSED;
                    case 0x107 -> Cause.OVERLOADED;
                    case 0x101, 0x103, 0x104, 0x105, 0x106, 0x108, 0x109, 0x10a, 0x10e ->
                            Cause.PROTOCOL;
                    default -> Cause.BROKEN;
                };
        return new StreamReset(cause, what + " with " + http3Name(code));
    }

    /** The HTTP/3 code that says it. */
    public static int http3(Cause cause) {
        return switch (cause) {
            case CANCELED -> 0x10c;
            case REFUSED -> 0x10b;
            case OVERLOADED -> 0x107;
            case INSECURE, PROTOCOL -> 0x101;
            case UNREACHABLE, BROKEN -> 0x102;
        };
    }

    private static String http3Name(long code) {
        long index = code - H3_NO_ERROR;
        return index >= 0 && index < HTTP3.length ? HTTP3[(int) index] : "code " + code;
    }
}
