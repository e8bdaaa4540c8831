package dev.maneki.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.app.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a running gateway tells a scrape is what {@code docs/metrics.md} says. */
class MetricsPageIT {
    private static final Path PAGE = Path.of("..", "docs", "metrics.md");

    @TempDir Path folder;

    @Test
    void thePageNamesEveryMetricThatIsServed() throws Exception {
        String page = Files.readString(PAGE);
        List<String> served =
                scrape().lines()
                        .filter(line -> line.startsWith("# TYPE "))
                        .map(line -> line.split(" "))
                        .map(words -> "| `" + words[2] + "` | " + words[3] + " |")
                        .toList();

        assertThat(served)
                .contains(
                        "| `process_cpu_seconds_total` | counter |",
                        "| `jvm_memory_used_bytes` | gauge |",
                        "| `maneki_build_info` | gauge |",
                        "| `maneki_configuration_changes_total` | counter |")
                .allSatisfy(row -> assertThat(page).contains(row));
    }

    private String scrape() throws Exception {
        PrintStream nowhere =
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        GatewayOptions options =
                new GatewayOptions(
                        folder,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        "localhost",
                        "off",
                        GatewayOptions.AccessFormat.JSON,
                        Duration.ZERO,
                        Map.of(),
                        List.of(),
                        1);
        try (Gateway gateway = Gateway.start(options, new Console(nowhere, nowhere, false, false));
                HttpClient client = HttpClient.newHttpClient()) {
            URI metrics =
                    URI.create("http://localhost:" + gateway.adminAddress().getPort() + "/metrics");
            return client.send(
                            HttpRequest.newBuilder(metrics).build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
