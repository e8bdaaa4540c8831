package dev.maneki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.routing.model.Limit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The table in {@code docs/limits.md} says what {@link Limit} says. It is written anew by {@code
 * -Dmaneki.golden=write}.
 */
class LimitsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "limits.md");
    private static final String BEGIN = "<!-- limits -->\n";
    private static final String END = "<!-- end of limits -->\n";

    @Test
    void thePageListsEveryLimitAsItIs() throws IOException {
        String page = Files.readString(PAGE);
        String expected = with(page, table());
        if (System.getProperty("maneki.golden", "").equals("write")) {
            Files.writeString(PAGE, expected);
            page = expected;
        }

        assertThat(page).isEqualTo(expected);
    }

    private static String with(String page, String table) {
        int from = page.indexOf(BEGIN);
        int to = page.indexOf(END);
        assertThat(from).as("where the table begins").isNotNegative();
        assertThat(to).as("where the table ends").isGreaterThan(from);
        return page.substring(0, from + BEGIN.length()) + table + page.substring(to);
    }

    private static String table() {
        return Stream.of(Limit.values())
                .map(
                        limit ->
                                String.format(
                                        "| `%s` | %s | %s | %s |\n",
                                        limit.title(),
                                        LimitValues.write(limit, limit.defaultValue()),
                                        limit.scope().name().toLowerCase(Locale.ROOT),
                                        limit.description()))
                .collect(
                        Collectors.joining(
                                "",
                                "| limit | default | scope | bounds |\n|---|---|---|---|\n",
                                ""));
    }
}
