package dev.maneki.connect.protocol.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectTimeoutTest {
    @ParameterizedTest
    @CsvSource({
        "0,0",
        "1,1000000",
        "5000,5000000000",
        "9999999999,9999999999000000",
        "007,7000000"
    })
    void millisecondsAreRead(String value, long nanos) {
        assertThat(ConnectTimeout.parse(value)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12345678901", "-1", "+1", "1.5", "1s", " 1", "1 ", "\u0661"})
    void othersAreRefused(String value) {
        assertThatThrownBy(() -> ConnectTimeout.parse(value))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "-1,null",
                "0,1",
                "1,1",
                "1999999,1",
                "5000000000,5000",
                "9999999999999999,9999999999",
                "10000000000000000,null"
            },
            nullValues = "null")
    void nanosecondsAreWritten(long nanos, String value) {
        assertThat(ConnectTimeout.format(nanos)).isEqualTo(value);
    }
}
