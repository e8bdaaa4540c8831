package dev.maneki.connect.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.connect.Code;
import dev.maneki.connect.http.StreamReset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResetErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "CANCELED, CANCELED",
        "REFUSED, UNAVAILABLE",
        "UNREACHABLE, UNAVAILABLE",
        "OVERLOADED, RESOURCE_EXHAUSTED",
        "INSECURE, PERMISSION_DENIED",
        "PROTOCOL, INTERNAL",
        "BROKEN, UNAVAILABLE",
    })
    void mapsCauses(StreamReset.Cause cause, Code code) {
        assertThat(ResetErrors.of(new StreamReset(cause, "why")).code()).isEqualTo(code);
    }
}
