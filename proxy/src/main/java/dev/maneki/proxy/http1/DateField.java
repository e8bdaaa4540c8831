package dev.maneki.proxy.http1;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The {@code Date} line of a response (RFC 9110 section 6.6.1), made once a second. */
final class DateField {
    private static final DateTimeFormatter FORMAT =
            DateTimeFormatter.ofPattern("'Date: 'EEE, dd MMM yyyy HH:mm:ss' GMT\r\n'", Locale.US)
                    .withZone(ZoneOffset.UTC);

    private long second;
    private byte[] line = new byte[0];

    /** The whole line with its CRLF; not to be changed. */
    byte[] line() {
        long now = Math.floorDiv(System.currentTimeMillis(), 1000);
        if (now != second || line.length == 0) {
            second = now;
            line = HeadEncoder.ascii(FORMAT.format(Instant.ofEpochSecond(now)));
        }
        return line;
    }
}
