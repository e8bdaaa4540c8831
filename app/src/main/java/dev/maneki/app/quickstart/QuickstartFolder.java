package dev.maneki.app.quickstart;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The folder that the quickstart serves: the example itself where its ports can be had, else a copy
 * with other ports.
 *
 * @param path the folder
 * @param copied whether it is a copy
 */
record QuickstartFolder(Path path, boolean copied) {
    static final int HTTP_PORT = 8080;
    static final int HTTPS_PORT = 8443;

    /** The ports of the backends in the example, by the name of the Service. */
    static final Map<String, Integer> BACKENDS =
            Map.of(
                    "shop-v1",
                    18081,
                    "shop-v2",
                    18082,
                    "payments",
                    18083,
                    "chat",
                    18084,
                    "echo",
                    18085);

    /** Where the project is: what the launcher says, else here or above here. */
    static Path projectRoot() {
        Path here = Path.of("").toAbsolutePath();
        String told = System.getenv("MANEKI_ROOT");
        Path root = told == null || told.isEmpty() ? above(here) : here.resolve(told);
        // As short as a person would write it.
        return root.startsWith(here) ? here.relativize(root) : root;
    }

    private static Path above(Path here) {
        for (Path at = here; at != null; at = at.getParent()) {
            if (Files.isDirectory(at.resolve("examples").resolve("quickstart"))) {
                return at;
            }
        }
        return here;
    }

    /** The example as it comes with the project. */
    static Path example() {
        return projectRoot().resolve("examples").resolve("quickstart");
    }

    /**
     * Copies the example to {@code target}, its ports changed.
     *
     * @param ports the new number for each number of the example
     */
    static QuickstartFolder copy(Path target, Map<Integer, Integer> ports) {
        try {
            Files.createDirectories(target);
            try (Stream<Path> files = Files.list(example())) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Files.writeString(
                            target.resolve(file.getFileName()),
                            withPorts(Files.readString(file), ports));
                }
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return new QuickstartFolder(target, true);
    }

    /** Rewrites {@code port: 8080} wherever it stands. */
    static String withPorts(String text, Map<Integer, Integer> ports) {
        Map<String, String> changes = new TreeMap<>();
        ports.forEach((from, to) -> changes.put("port: " + from, "port: " + to));
        List<String> lines =
                text.lines()
                        .map(
                                line -> {
                                    String change = changes.get(line.strip());
                                    return change == null
                                            ? line
                                            : line.replace(line.strip(), change);
                                })
                        .toList();
        return String.join("\n", lines) + "\n";
    }
}
