package dev.maneki.app.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
    @Test
    void coloursAreOnlyForTerminalsThatWantThem() {
        assertThat(Console.colours(Map.of("TERM", "xterm"), true)).isTrue();
        assertThat(Console.colours(Map.of("TERM", "xterm"), false)).isFalse();
        assertThat(Console.colours(Map.of("TERM", "xterm", "NO_COLOR", "1"), true)).isFalse();
        assertThat(Console.colours(Map.of("TERM", "dumb"), true)).isFalse();
    }
}
