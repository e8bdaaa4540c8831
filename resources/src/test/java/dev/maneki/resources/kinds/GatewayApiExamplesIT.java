package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.Finding;
import dev.maneki.resources.yaml.DocumentSplitter;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** The examples of Gateway API, valid and invalid, as strangers wrote them. */
@EnabledIfSystemProperty(
        named = "maneki.full",
        matches = "true",
        disabledReason = GatewayApiModule.DISABLED)
class GatewayApiExamplesIT {
    private static Path module = Path.of("");

    private final ResourceReader reader = new ResourceReader(YamlLimits.DEFAULT);

    @BeforeAll
    static void download() {
        module = GatewayApiModule.directory();
    }

    @Test
    void everyExampleOfOurKindsIsTaken() throws IOException {
        List<String> errors = new ArrayList<>();
        int taken = 0;
        for (Path file : GatewayApiModule.yamlFiles(module.resolve("examples"))) {
            for (Reading reading : read(file)) {
                taken += reading.resource().isPresent() ? 1 : 0;
                reading.findings().stream()
                        .filter(Finding::isError)
                        .forEach(finding -> errors.add(finding.toString()));
            }
        }

        assertThat(errors).isEmpty();
        assertThat(taken).isGreaterThan(100);
    }

    @Test
    void everyInvalidExampleOfOurKindsIsRefusedAtItsField() throws IOException {
        Path invalid = module.resolve("hack/invalid-examples");
        StringBuilder refused = new StringBuilder();
        for (Path file : GatewayApiModule.yamlFiles(invalid)) {
            for (Reading reading : read(file)) {
                List<Finding> errors =
                        reading.findings().stream().filter(Finding::isError).toList();
                if (reading.id().isPresent()) {
                    List<String> paths = errors.stream().map(Finding::field).toList();
                    refused.append(invalid.relativize(file)).append(":\n");
                    paths.forEach(path -> refused.append("  ").append(path).append('\n'));
                }
            }
        }

        assertThat(refused).hasToString(expected("invalid-examples.txt"));
    }

    private static String expected(String file) throws IOException {
        try (InputStream in = GatewayApiExamplesIT.class.getResourceAsStream(file)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private List<Reading> read(Path file) throws IOException {
        List<Reading> readings = new ArrayList<>();
        for (Source source : DocumentSplitter.split(file.toString(), Files.readString(file))) {
            readings.addAll(reader.read(source));
        }
        return readings;
    }
}
