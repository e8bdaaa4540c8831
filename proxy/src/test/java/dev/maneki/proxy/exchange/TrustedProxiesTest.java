package dev.maneki.proxy.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,      10.1.2.3,      true",
        "10.0.0.0/8,      11.1.2.3,      false",
        "192.0.2.128/25,  192.0.2.129,   true",
        "192.0.2.128/25,  192.0.2.127,   false",
        "192.0.2.1,       192.0.2.1,     true",
        "192.0.2.1,       192.0.2.2,     false",
        "2001:db8::/33,   2001:db8::1,   true",
        "2001:db8::/33,   2001:db8:8000::1, false",
        "0.0.0.0/0,       203.0.113.9,   true",
        "0.0.0.0/0,       2001:db8::1,   false",
        "10.0.0.0/8,      not-an-address, false",
    })
    void knowsItsNetworks(String network, String address, boolean expected) {
        assertThat(TrustedProxies.of(List.of(network)).contains(address)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "10.0.0/8", "example.org", "10.0.0.0/-1", "10.0.0.0/x"})
    void refusesWhatIsNoNetwork(String text) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void trustsNobodyByDefault() {
        assertThat(TrustedProxies.NONE.any()).isFalse();
        assertThat(TrustedProxies.NONE.contains("127.0.0.1")).isFalse();
    }
}
