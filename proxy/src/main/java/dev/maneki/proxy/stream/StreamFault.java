package dev.maneki.proxy.stream;

import dev.maneki.proxy.Reason;

/**
 * Why a stream was broken off.
 *
 * @param reason for status, record and metric
 * @param retryable whether it is certain that the peer has not begun with the request: nothing was
 *     sent, REFUSED_STREAM, or beyond the last stream of a GOAWAY (RFC 9113 section 8.7)
 * @param detail what happened, for the record: few words, no secrets
 */
public record StreamFault(Reason reason, boolean retryable, String detail) {
    /** Not retryable. */
    public static StreamFault of(Reason reason, String detail) {
        return new StreamFault(reason, false, detail);
    }
}
