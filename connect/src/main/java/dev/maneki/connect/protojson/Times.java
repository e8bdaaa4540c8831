package dev.maneki.connect.protojson;

import dev.maneki.connect.json.JsonException;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** {@code google.protobuf.Timestamp} and {@code Duration} as text. */
final class Times {
    /** 0001-01-01T00:00:00Z. */
    private static final long MIN_SECONDS = -62_135_596_800L;

    /** 9999-12-31T23:59:59Z. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** Ten thousand years. */
    private static final long MAX_DURATION_SECONDS = 315_576_000_000L;

    private static final int SECOND = 1_000_000_000;

    private Times() {}

    /** As {@code 2026-01-02T03:04:05.678Z}, with 0, 3, 6 or 9 digits of a second. */
    static String timestamp(long seconds, int nanos) {
        checkTimestamp(seconds, nanos);
        LocalDateTime time = LocalDateTime.ofEpochSecond(seconds, 0, ZoneOffset.UTC);
        StringBuilder text = new StringBuilder(30);
        pad(text, time.getYear(), 4).append('-');
        pad(text, time.getMonthValue(), 2).append('-');
        pad(text, time.getDayOfMonth(), 2).append('T');
        pad(text, time.getHour(), 2).append(':');
        pad(text, time.getMinute(), 2).append(':');
        pad(text, time.getSecond(), 2);
        return fraction(text, nanos).append('Z').toString();
    }

    /** As {@code -1.500s}. */
    static String duration(long seconds, int nanos) {
        checkDuration(seconds, nanos);
        StringBuilder text = new StringBuilder(24);
        text.append(seconds < 0 || nanos < 0 ? "-" : "").append(Math.abs(seconds));
        return fraction(text, Math.abs(nanos)).append('s').toString();
    }

    /** RFC 3339, section 5.6, in upper case; any offset. */
    static Moment parseTimestamp(String text) {
        try {
            Digits digits = new Digits(text);
            int year = digits.exactly(4);
            digits.sign('-');
            int month = digits.exactly(2);
            digits.sign('-');
            int day = digits.exactly(2);
            digits.sign('T');
            int hour = digits.exactly(2);
            digits.sign(':');
            int minute = digits.exactly(2);
            digits.sign(':');
            int second = digits.exactly(2);
            int nanos = digits.fraction();
            int offset = offset(digits);
            digits.end();
            long seconds =
                    LocalDateTime.of(year, month, day, hour, minute, second)
                                    .toEpochSecond(ZoneOffset.UTC)
                            - offset;
            checkTimestamp(seconds, nanos);
            return new Moment(seconds, nanos);
        } catch (DateTimeException e) {
            throw new JsonException("'" + text + "' is no time: " + e.getMessage());
        }
    }

    private static int offset(Digits digits) {
        if (digits.at('Z')) {
            digits.sign('Z');
            return 0;
        }
        int factor = digits.at('-') ? -60 : 60;
        digits.sign(factor < 0 ? '-' : '+');
        int hours = digits.exactly(2);
        digits.sign(':');
        int minutes = digits.exactly(2);
        if (hours > 23 || minutes > 59) {
            throw new DateTimeException("its offset is out of range");
        }
        return factor * (hours * 60 + minutes);
    }

    static Moment parseDuration(String text) {
        Digits digits = new Digits(text);
        boolean negative = digits.at('-');
        if (negative) {
            digits.sign('-');
        }
        long seconds = digits.several();
        int nanos = digits.fraction();
        digits.sign('s');
        digits.end();
        Moment duration = negative ? new Moment(-seconds, -nanos) : new Moment(seconds, nanos);
        checkDuration(duration.seconds(), duration.nanos());
        return duration;
    }

    /** Seconds and billionths. */
    record Moment(long seconds, int nanos) {}

    private static void checkTimestamp(long seconds, int nanos) {
        if (seconds < MIN_SECONDS || seconds > MAX_SECONDS || nanos < 0 || nanos >= SECOND) {
            throw new JsonException(
                    "a timestamp lies between 0001-01-01T00:00:00Z and"
                            + " 9999-12-31T23:59:59.999999999Z");
        }
    }

    private static void checkDuration(long seconds, int nanos) {
        boolean mixed = seconds > 0 && nanos < 0 || seconds < 0 && nanos > 0;
        if (mixed
                || Math.abs(seconds) > MAX_DURATION_SECONDS
                || nanos <= -SECOND
                || nanos >= SECOND) {
            throw new JsonException(
                    "a duration has at most "
                            + MAX_DURATION_SECONDS
                            + " seconds, and one sign for seconds and nanos");
        }
    }

    private static StringBuilder pad(StringBuilder text, int number, int width) {
        String digits = Integer.toString(number);
        return text.append("0".repeat(width - digits.length())).append(digits);
    }

    private static StringBuilder fraction(StringBuilder text, int nanos) {
        if (nanos == 0) {
            return text;
        }
        text.append('.');
        if (nanos % 1_000_000 == 0) {
            return pad(text, nanos / 1_000_000, 3);
        }
        return nanos % 1_000 == 0 ? pad(text, nanos / 1_000, 6) : pad(text, nanos, 9);
    }

    /** A cursor over text that is mostly digits. */
    private static final class Digits {
        private final String text;
        private int position;

        Digits(String text) {
            this.text = text;
        }

        boolean at(char sign) {
            return position < text.length() && text.charAt(position) == sign;
        }

        void sign(char sign) {
            if (!at(sign)) {
                throw wrong("expected '" + sign + "'");
            }
            position++;
        }

        void end() {
            if (position < text.length()) {
                throw wrong("there is more after it");
            }
        }

        int exactly(int count) {
            int number = 0;
            for (int i = 0; i < count; i++) {
                number = 10 * number + digit();
            }
            return number;
        }

        long several() {
            long number = digit();
            for (int i = 1; position < text.length() && isDigit(text.charAt(position)); i++) {
                if (i == 12) {
                    throw wrong("the number is too long");
                }
                number = 10 * number + digit();
            }
            return number;
        }

        int fraction() {
            if (!at('.')) {
                return 0;
            }
            position++;
            int nanos = digit();
            int count = 1;
            while (position < text.length() && isDigit(text.charAt(position))) {
                if (count == 9) {
                    throw wrong("a second has at most nine digits after its point");
                }
                nanos = 10 * nanos + digit();
                count++;
            }
            for (; count < 9; count++) {
                nanos *= 10;
            }
            return nanos;
        }

        private int digit() {
            if (position == text.length() || !isDigit(text.charAt(position))) {
                throw wrong("expected a digit");
            }
            return text.charAt(position++) - '0';
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private JsonException wrong(String what) {
            return new JsonException(
                    "'" + text + "' is no time: " + what + " at place " + (position + 1));
        }
    }
}
