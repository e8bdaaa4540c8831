package dev.maneki.routing.message;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSequenceTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 9, 10, 80, 99, 100, 8_080, 65_535, Integer.MAX_VALUE})
    void numbersAreAppendedInDecimal(int number) {
        ByteSequence sequence = new ByteSequence(2);
        sequence.append("a:");
        sequence.appendNumber(number);
        assertThat(sequence).hasToString("a:" + number);
    }
}
