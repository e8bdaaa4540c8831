package dev.maneki.connect.protocol.connect;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import org.jspecify.annotations.Nullable;

/** {@code Connect-Timeout-Ms}: milliseconds, ten digits at most (115 days). */
final class ConnectTimeout {
    static final String FIELD = "connect-timeout-ms";

    private static final int MAX_DIGITS = 10;
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long TOO_LONG = 10_000_000_000L;

    private ConnectTimeout() {}

    /**
     * Nanoseconds. Zero is read, as a deadline that has passed: what is left of a caller's own may
     * round to it.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if it is anything but digits
     */
    static long parse(String value) {
        if (value.isEmpty() || value.length() > MAX_DIGITS) {
            throw malformed(value);
        }
        long millis = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed(value);
            }
            millis = 10 * millis + (c - '0');
        }
        return millis * NANOS_PER_MILLI;
    }

    /** The field's value; null if there need be none, as it waits for ever, or almost. */
    static @Nullable String format(long nanos) {
        if (nanos < 0) {
            return null;
        }
        long millis = Math.max(1, nanos / NANOS_PER_MILLI); // the protocol has no zero
        return millis >= TOO_LONG ? null : Long.toString(millis);
    }

    private static ConnectException malformed(String value) {
        return new ConnectException(
                Code.INVALID_ARGUMENT,
                FIELD + " is a number of at most 10 digits; got " + Quoted.of(value));
    }
}
