package dev.maneki.proxy.http2;

/**
 * The peer broke the protocol so that the whole connection must end with GOAWAY (RFC 9113 section
 * 5.4.1). Carries no stack trace: strangers can cause it at will.
 */
final class ConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** With one of {@link ErrorCode} and few words on what was wrong. */
    ConnectionException(int code, String detail) {
        super(detail, null, false, false);
        this.code = code;
    }

    /** For GOAWAY. */
    int code() {
        return code;
    }

    /** What was wrong. */
    String detail() {
        return String.valueOf(getMessage());
    }
}
