package dev.maneki.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.snapshot.Snapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Resources in, model and status out, as files to read: {@code gatewayapi/<case>/in.yaml} and
 * {@code out.yaml}. The outputs are written anew by {@code -Dmaneki.golden=write}; what the API
 * demands stands in the inputs, as {@code # expect:} lines, and does not change with them.
 */
class GoldenTest {
    private static final Path CASES = Path.of("src/test/resources/gatewayapi");
    private static final TranslatorOptions OPTIONS =
            new TranslatorOptions(
                    Set.of("header-bytes", "header-timeout", "streams"), List.of("192.0.2.1"));

    @TestFactory
    Stream<DynamicTest> everyCase() throws IOException {
        List<Path> cases;
        try (Stream<Path> folders = Files.list(CASES)) {
            cases = folders.filter(Files::isDirectory).sorted().toList();
        }
        assertThat(cases).isNotEmpty();
        return cases.stream()
                .map(
                        folder ->
                                DynamicTest.dynamicTest(
                                        folder.getFileName().toString(), () -> check(folder)));
    }

    private static void check(Path folder) throws IOException {
        String in = Files.readString(folder.resolve("in.yaml"));
        Translation translation =
                new Translator(OPTIONS).translate(Snapshot.of(TestResources.read("in.yaml", in)));
        List<Expectation> expectations = Expectation.in(in);
        assertThat(expectations).as("# expect: lines").isNotEmpty();
        expectations.forEach(expectation -> expectation.check(translation));
        String out = GoldenText.of(translation);
        Path golden = folder.resolve("out.yaml");
        if (System.getProperty("maneki.golden", "").equals("write")) {
            write(golden, out);
        }
        assertThat(out).isEqualTo(Files.readString(golden));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
