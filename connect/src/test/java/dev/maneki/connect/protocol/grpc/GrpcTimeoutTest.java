package dev.maneki.connect.protocol.grpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrpcTimeoutTest {
    @ParameterizedTest
    @CsvSource({
        "1n, 1",
        "5u, 5000",
        "20m, 20000000",
        "1S, 1000000000",
        "2M, 120000000000",
        "1H, 3600000000000",
        "0n, 0",
        "00000001S, 1000000000",
        "99999999M, 5999999940000000000",
        "2562047H, 9223369200000000000",
        "2562048H, -1",
        "99999999H, -1",
    })
    void reads(String value, long nanos) {
        assertThat(GrpcTimeout.parse(value)).isEqualTo(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "S", "1", "1s", "-1S", "+1S", "1.5S", "123456789n", "1 S", "١S"})
    void refusesWhatIsMalformed(String value) {
        assertThatThrownBy(() -> GrpcTimeout.parse(value))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT));
    }

    @ParameterizedTest
    @CsvSource({
        "-5, 0n",
        "0, 0n",
        "99999999, 99999999n",
        "100000000, 100000u",
        "99999999999, 99999999u",
        "100000000000, 100000m",
        "99999999999999, 99999999m",
        "100000000000000, 100000S",
        "99999999000000000, 99999999S",
        "100000000000000000, 1666666M",
        "9223372036854775807, 2562047H",
    })
    void writesTheSmallestUnitThatHoldsIt(long nanos, String value) {
        // 9223372036854775807 ns are 153,722,867 minutes: too many for eight digits.
        assertThat(GrpcTimeout.format(nanos)).isEqualTo(value);
    }

    @FuzzTest
    void neitherOverflowsNorThrowsUncoded(@NotNull String value) {
        long nanos;
        try {
            nanos = GrpcTimeout.parse(value);
        } catch (ConnectException e) {
            return;
        }
        assertThat(nanos).isGreaterThanOrEqualTo(-1);
        if (nanos >= 0) {
            assertThat(GrpcTimeout.parse(GrpcTimeout.format(nanos))).isLessThanOrEqualTo(nanos);
        }
    }
}
