package dev.maneki.connect.netty.http1;

/** A message that is refused, and the status that says so. */
final class BadMessageException extends RuntimeException {
    private final int status;

    BadMessageException(int status, String what) {
        super(what, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    /** What was wrong. */
    String what() {
        return String.valueOf(getMessage());
    }
}
