package dev.maneki.connect.netty.wire;

import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The value of the Date field (RFC 9110, section 5.6.7), written once a second. Thread-safe. */
public final class DateField {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private static volatile Stamp stamp = Stamp.of(System.currentTimeMillis() / 1000);

    private DateField() {}

    /** Now. */
    public static AsciiString now() {
        long second = System.currentTimeMillis() / 1000;
        Stamp last = stamp;
        if (last.second != second) {
            last = Stamp.of(second);
            stamp = last;
        }
        return last.text;
    }

    private record Stamp(long second, AsciiString text) {
        static Stamp of(long second) {
            byte[] bytes =
                    FORMAT.format(Instant.ofEpochSecond(second))
                            .getBytes(StandardCharsets.US_ASCII);
            return new Stamp(second, new AsciiString(bytes, false));
        }
    }
}
