package dev.maneki.proxy.access;

import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes times as RFC 3339 in UTC. Records come in bursts of the same second: its text is made once
 * and kept. Not thread-safe.
 */
final class Timestamp {
    private static final long MICROS = 1_000_000;
    private static final DateTimeFormatter SECOND =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

    private long second = Long.MIN_VALUE;
    private byte[] text = {};

    /** Appends {@code 2026-01-31T12:00:00.123456Z}. */
    void micros(LineBuffer out, long epochMicros) {
        out.put(second(epochMicros));
        out.put((byte) '.');
        out.padded(Math.floorMod(epochMicros, MICROS), 6);
        out.put((byte) 'Z');
    }

    private byte[] second(long epochMicros) {
        long wanted = Math.floorDiv(epochMicros, MICROS);
        if (wanted != second) {
            second = wanted;
            text =
                    SECOND.format(LocalDateTime.ofEpochSecond(wanted, 0, ZoneOffset.UTC))
                            .getBytes(StandardCharsets.US_ASCII);
        }
        return text;
    }
}
