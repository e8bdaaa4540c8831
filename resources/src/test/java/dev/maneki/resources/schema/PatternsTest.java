package dev.maneki.resources.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PatternsTest {
    private static final String ALPHABET = "aaZ09-.*_~! \t\n\u00e9`/'%";

    static Iterable<String> common() {
        return CommonPatterns.ALL.keySet();
    }

    @ParameterizedTest
    @MethodSource("common")
    void loopsSayWhatTheirPatternsSay(String pattern) {
        Patterns.Matcher loop = Patterns.of(pattern);
        Patterns.Matcher expression = Patterns.compile(pattern);
        Random random = new Random(7);
        int matched = 0;
        for (int i = 0; i < 100_000; i++) {
            StringBuilder text = new StringBuilder();
            int letters = random.nextInt(2, ALPHABET.length() + 1);
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append(ALPHABET.charAt(random.nextInt(letters)));
            }
            boolean matches = expression.matches(text.toString());
            assertThat(loop.matches(text.toString())).as("'" + text + "'").isEqualTo(matches);
            matched += matches ? 1 : 0;
        }
        assertThat(matched).isBetween(1_000, 99_000);
    }

    @Test
    void patternsAreFoundAnywhereUnlessAnchored() {
        assertThat(Patterns.of("^Hostname|IPAddress").matches("xIPAddressx")).isTrue();
        assertThat(Patterns.of("^Hostname|IPAddress").matches("xHostname")).isFalse();
    }
}
