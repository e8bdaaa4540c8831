package dev.maneki.connect.protocol.grpc;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.protocol.RequestMeta;

/**
 * The value of {@code grpc-timeout}: at most eight digits, and a unit ({@code H}, {@code M}, {@code
 * S}, {@code m}, {@code u}, {@code n}).
 */
final class GrpcTimeout {
    private static final int MAX_DIGITS = 8;
    private static final long MAX_VALUE = 99_999_999;

    private GrpcTimeout() {}

    /**
     * The timeout in nanoseconds; {@link RequestMeta#NO_TIMEOUT} for one of more than 292 years,
     * which a long does not hold.
     *
     * @throws ConnectException {@link Code#INVALID_ARGUMENT} if it is malformed
     */
    static long parse(String value) {
        int digits = value.length() - 1;
        if (digits < 1 || digits > MAX_DIGITS) {
            throw malformed(value);
        }
        long amount = 0;
        for (int i = 0; i < digits; i++) {
            char c = value.charAt(i);
            if (c < '0' || c > '9') {
                throw malformed(value);
            }
            amount = 10 * amount + (c - '0');
        }
        long unit =
                switch (value.charAt(digits)) {
                    case 'n' -> 1L;
                    case 'u' -> 1_000L;
                    case 'm' -> 1_000_000L;
                    case 'S' -> 1_000_000_000L;
                    case 'M' -> 60_000_000_000L;
                    case 'H' -> 3_600_000_000_000L;
                    default -> throw malformed(value);
                };
        return amount > Long.MAX_VALUE / unit ? RequestMeta.NO_TIMEOUT : amount * unit;
    }

    /** A timeout's value, in the smallest unit that holds it; rounded down, 0 if it is over. */
    static String format(long nanos) {
        long left = Math.max(0, nanos);
        if (left <= MAX_VALUE) {
            return left + "n";
        }
        if ((left /= 1000) <= MAX_VALUE) {
            return left + "u";
        }
        if ((left /= 1000) <= MAX_VALUE) {
            return left + "m";
        }
        if ((left /= 1000) <= MAX_VALUE) {
            return left + "S";
        }
        if ((left /= 60) <= MAX_VALUE) {
            return left + "M";
        }
        return left / 60 + "H";
    }

    private static ConnectException malformed(String value) {
        return new ConnectException(
                Code.INVALID_ARGUMENT,
                "grpc-timeout is one to eight digits and a unit out of H, M, S, m, u, n; got '"
                        + (value.length() > 40 ? value.substring(0, 40) + "…" : value)
                        + "'");
    }
}
