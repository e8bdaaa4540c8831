package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Reason;
import org.junit.jupiter.api.Test;

class TextFormatTest {
    private final TextFormat format = new TextFormat();

    @Test
    void tellsARequestInOneLine() {
        assertThat(Records.encode(format, Records.full()))
                .isEqualTo(
                        "2026-01-31T12:00:00.123456Z 200 GET https://shop.example:8443/cart?x=1"
                                + " HTTP/2 203.0.113.9 -> shop/cart#add shop/cart:8080"
                                + " 10.0.0.9:8080 5120B 1.234ms grpc=0 tries=2 client_gone"
                                + " (reset by the client)\n");
    }

    @Test
    void whatIsNotKnownIsADash() {
        AccessRecord record = new AccessRecord();
        record.status = 400;
        record.reason = Reason.BAD_REQUEST;

        assertThat(Records.encode(format, record))
                .isEqualTo("1970-01-01T00:00:00.000000Z 400 - - - -> - 0B 0.000ms bad_request\n");
    }

    @Test
    void noTerminalIsReached() {
        AccessRecord record = Records.full();
        record.path.set("/\u001b[2J\r\n\u0007");

        assertThat(Records.encode(format, record))
                .contains("/\\u001b[2J\\u000d\\u000a\\u0007?")
                .containsOnlyOnce("\n");
    }
}
