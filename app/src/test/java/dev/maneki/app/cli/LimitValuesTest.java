package dev.maneki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.routing.model.Limit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LimitValuesTest {
    @Test
    void aLaterValueWins() {
        assertThat(
                        LimitValues.parse(
                                List.of("header-bytes=8Ki", "streams=10", "header-bytes=16Ki")))
                .isEqualTo(Map.of(Limit.HEADER_BYTES, 16_384L, Limit.STREAMS, 10L));
    }

    @ParameterizedTest
    @CsvSource({
        "streams, write NAME=VALUE",
        "header-byte=1, header-bytes",
        "nonsense=1, there is no limit",
        "header-timeout=10, header-timeout=10s",
        "streams=x, streams=100",
    })
    void whatIsWrongIsSaidWithWhatToWrite(String text, String message) {
        assertThatThrownBy(() -> LimitValues.parse(List.of(text)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @EnumSource
    void aDefaultIsWrittenSoThatItCanBeReadBack(Limit limit) {
        String text = LimitValues.write(limit, limit.defaultValue()).replace("/s", "");

        assertThat(limit.parse(text)).hasValue(limit.defaultValue());
    }
}
