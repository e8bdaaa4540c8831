package dev.maneki.app.cli;

import static dev.maneki.app.cli.Captured.maneki;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples are configurations that people copy: each is without fault. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("..", "examples");

    static List<Path> examples() throws IOException {
        try (Stream<Path> folders = Files.list(EXAMPLES)) {
            // A program is no configuration.
            return folders.filter(Files::isDirectory)
                    .filter(folder -> !Files.exists(folder.resolve("pom.xml")))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void anExampleHasNothingToFindFaultWith(Path example) {
        Captured validation = maneki("validate", "--strict", example.toString());

        assertThat(validation.out()).isEmpty();
        assertThat(validation.exitCode()).isZero();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theListOfExamplesNamesIt(Path example) throws IOException {
        assertThat(Files.readString(EXAMPLES.resolve("README.md")))
                .contains("[" + example.getFileName() + "](" + example.getFileName() + "/");
    }

    @Test
    void theQuickstartsCertificateIsTheOneThatClientsAreToldToTrust() throws IOException {
        Path quickstart = EXAMPLES.resolve("quickstart");
        String trusted = Files.readString(quickstart.resolve("localhost.crt")).strip();

        assertThat(Files.readString(quickstart.resolve("certificate.yaml")))
                .contains(trusted.indent(4));
    }
}
