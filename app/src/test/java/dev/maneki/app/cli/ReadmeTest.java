package dev.maneki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void theFirstConfigurationIsTheExample() throws IOException {
        String example = Files.readString(ROOT.resolve("examples/first/config.yaml"));
        String withoutTitle = example.substring(example.indexOf('\n') + 1);

        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```yaml\n" + withoutTitle + "```\n");
    }

    @Test
    void whatExplainIsShownToSayIsWhatItSays() throws IOException {
        String explanation =
                Captured.maneki(
                                "explain",
                                "GET",
                                "http://localhost:8080/old/page",
                                "--config",
                                ROOT.resolve("examples/first").toString())
                        .out()
                        .strip();

        assertThat(Files.readString(ROOT.resolve("README.md")))
                .contains("```\n" + explanation + "\n```\n");
    }
}
