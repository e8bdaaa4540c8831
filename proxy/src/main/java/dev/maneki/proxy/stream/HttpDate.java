package dev.maneki.proxy.stream;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * The present time as {@code Date} has it (RFC 9110 section 5.6.7), made once a second.
 * Thread-safe.
 */
public final class HttpDate {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private record Cached(long second, byte[] text) {}

    /** Racing threads make the same text twice, at worst. */
    private static volatile Cached cached = format(0);

    private HttpDate() {}

    /** Its 29 bytes; not to be changed. */
    public static byte[] now() {
        long second = System.currentTimeMillis() / 1000;
        Cached known = cached;
        if (known.second != second) {
            known = format(second);
            cached = known;
        }
        return known.text;
    }

    private static Cached format(long second) {
        String text = FORMAT.format(Instant.ofEpochSecond(second));
        return new Cached(second, text.getBytes(StandardCharsets.US_ASCII));
    }
}
