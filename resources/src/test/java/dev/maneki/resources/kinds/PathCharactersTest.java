package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.schema.Patterns;
import dev.maneki.resources.schema.Rules;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The loop that stands for an expression of the CRDs' rules, beside the expression itself. */
class PathCharactersTest {
    @Test
    void pathsHoldTheCharactersOfTheExpression() {
        compare("aZ0-/._~!$&'()*+,;=:@%%%2fFg \"<\u00e9", 6, HTTPRuleChecks.PATH, this::isPath);
    }

    private static void compare(
            String alphabet, int longest, String pattern, Patterns.Matcher ours) {
        Patterns.Matcher expression = Patterns.of(pattern);
        Random random = new Random(3);
        int matched = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder();
            int letters = random.nextInt(1, alphabet.length() + 1);
            for (int length = random.nextInt(longest); length >= 0; length--) {
                text.append(alphabet.charAt(random.nextInt(letters)));
            }
            boolean matches = expression.matches(text.toString());
            assertThat(ours.matches(text.toString())).as("'" + text + "'").isEqualTo(matches);
            matched += matches ? 1 : 0;
        }
        assertThat(matched).isBetween(500, 49_500);
    }

    private boolean isPath(String text) {
        List<String> broken = new ArrayList<>();
        Rules rules = (field, message, remedy) -> broken.add(message);
        HTTPRuleChecks.checkPath(rules, text);
        return broken.stream().noneMatch(message -> message.startsWith("must only contain"));
    }
}
