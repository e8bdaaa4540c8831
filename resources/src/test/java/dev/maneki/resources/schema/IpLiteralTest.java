package dev.maneki.resources.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpLiteralTest {

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "10.1.2.3", "255.255.255.255"})
    void v4(String text) {
        assertThat(IpLiteral.isV4(text)).isTrue();
        assertThat(IpLiteral.isV6(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::",
                "::1",
                "fe80::1",
                "1:2:3:4:5:6:7:8",
                "::ffff:10.0.0.1",
                "2001:DB8::a:b",
                "1:2:3:4:5:6:1.2.3.4",
                "1::"
            })
    void v6(String text) {
        assertThat(IpLiteral.isV6(text)).isTrue();
        assertThat(IpLiteral.isV4(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.",
                "a.b.c.d",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "g::",
                "::1%eth0",
                "[::1]",
                "1.2.3.4::",
                "::1.2.3",
                "1:2:3:4:5:6:7::8:9"
            })
    void neither(String text) {
        assertThat(IpLiteral.isAddress(text)).isFalse();
    }
}
