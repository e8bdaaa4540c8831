package dev.maneki.resources.schema;

import dev.maneki.resources.yaml.ScalarType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Durations and times as the API writes them. */
final class TimeConversions {
    private TimeConversions() {}

    /** GEP-2257: up to four numbers of at most five digits, each with h, m, s or ms. */
    static final class OfDuration implements Conversion<Duration> {
        @Override
        public String expected() {
            return "a duration such as 10s, 1m30s or 500ms";
        }

        @Override
        public Optional<Duration> convert(String text, ScalarType type) {
            long milliseconds = 0;
            long number = 0;
            boolean digits = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c >= '0' && c <= '9' && number < 100_000) {
                    number = number * 10 + (c - '0');
                    digits = true;
                    continue;
                }
                long unit;
                if (c == 'h') {
                    unit = 3_600_000;
                } else if (c == 's') {
                    unit = 1_000;
                } else if (c == 'm' && text.startsWith("ms", i)) {
                    unit = 1;
                    i++;
                } else if (c == 'm') {
                    unit = 60_000;
                } else {
                    return Optional.empty();
                }
                if (!digits) {
                    return Optional.empty();
                }
                milliseconds += number * unit;
                number = 0;
                digits = false;
            }
            boolean whole = !digits && !text.isEmpty();
            return whole ? Optional.of(Duration.ofMillis(milliseconds)) : Optional.empty();
        }
    }

    /** RFC 3339. */
    static final class OfInstant implements Conversion<Instant> {
        @Override
        public String expected() {
            return "a time such as 2026-01-31T12:00:00Z";
        }

        @Override
        public Optional<Instant> convert(String text, ScalarType type) {
            try {
                return Optional.of(OffsetDateTime.parse(text).toInstant());
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
    }
}
