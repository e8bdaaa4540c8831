package dev.maneki.resources.kinds;

import dev.maneki.resources.yaml.DocumentParser;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.ScalarNode;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The Go module of Gateway API, as strangers publish it: its CRDs and examples. */
final class GatewayApiModule {
    static final String DISABLED = "needs Go and the network: run with -Dmaneki.full=true";

    private static final String MODULE = "sigs.k8s.io/gateway-api@v1.6.1";
    private static final DocumentParser PARSER = new DocumentParser(YamlLimits.DEFAULT);

    private GatewayApiModule() {}

    static Path directory() {
        try {
            Process go =
                    new ProcessBuilder("go", "mod", "download", "-json", MODULE)
                            .directory(Path.of(System.getProperty("java.io.tmpdir")).toFile())
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String json = new String(go.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            MapNode answer =
                    (MapNode)
                            Objects.requireNonNull(
                                    PARSER.parse(new Source("go.json", 1, json)).root());
            ScalarNode directory = (ScalarNode) Objects.requireNonNull(answer.get("Dir"));
            return Path.of(directory.text());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A document of one file. */
    static MapNode read(Path file) {
        try {
            Source source = new Source(file.toString(), 1, Files.readString(file));
            return (MapNode) Objects.requireNonNull(PARSER.parse(source).root());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Path> yamlFiles(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
