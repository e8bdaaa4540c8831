package dev.maneki.connect.http;

/**
 * Why a stream broke off before its end.
 *
 * @param cause the kind
 * @param detail what happened, for people: with the error code's name, the address, what was wrong
 */
public record StreamReset(Cause cause, String detail) {
    /** The kinds. */
    public enum Cause {
        /** The peer is not interested any more: CANCEL, or its connection is gone. */
        CANCELED,
        /**
         * Nothing was processed, so it may be sent again: REFUSED_STREAM, a GOAWAY below the
         * stream.
         */
        REFUSED,
        /** No connection could be made. */
        UNREACHABLE,
        /** ENHANCE_YOUR_CALM: too much of something. */
        OVERLOADED,
        /** INADEQUATE_SECURITY. */
        INSECURE,
        /** The peer broke HTTP's rules, or says that we did. */
        PROTOCOL,
        /** The connection broke, or another error code. */
        BROKEN
    }
}
