package dev.maneki.proxy.http2;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * h2spec, the conformance suite for RFC 9113 and RFC 7541, against the server half in the clear.
 * The program is found on {@code PATH} or in Go's {@code bin}: {@code go install
 * github.com/summerwind/h2spec/cmd/h2spec@latest}.
 */
class H2SpecIT {
    @Test
    @EnabledIfSystemProperty(
            named = "maneki.full",
            matches = "true",
            disabledReason = "takes half a minute and needs h2spec: run with -Dmaneki.full=true")
    void theServerHalfPassesEveryCase() throws Exception {
        try (TestServer server = new TestServer(Limits.DEFAULT)) {
            Process h2spec =
                    new ProcessBuilder(
                                    program().toString(),
                                    "-h",
                                    "127.0.0.1",
                                    "-p",
                                    String.valueOf(server.port()),
                                    "--strict",
                                    "--timeout",
                                    "2")
                            .redirectErrorStream(true)
                            .start();
            String report = new String(h2spec.getInputStream().readAllBytes(), UTF_8);
            h2spec.waitFor();
            Files.writeString(Path.of("target", "h2spec.txt"), report);

            assertThat(report).contains("0 failed").doesNotContain("1 skipped");
            assertThat(h2spec.exitValue()).isZero();
        }
    }

    private static Path program() {
        Stream<Path> onPath =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")).map(Path::of);
        Path goHome = Path.of(System.getProperty("user.home"), "go", "bin");
        Optional<Path> found =
                Stream.concat(onPath, Stream.of(goHome))
                        .map(directory -> directory.resolve("h2spec"))
                        .filter(Files::isExecutable)
                        .findFirst();
        return found.orElseThrow(
                () ->
                        new IllegalStateException(
                                "h2spec not found: go install"
                                        + " github.com/summerwind/h2spec/cmd/h2spec@latest"));
    }
}
