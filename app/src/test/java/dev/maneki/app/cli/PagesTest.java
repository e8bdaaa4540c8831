package dev.maneki.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.proxy.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages refer to is there. */
class PagesTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
    private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+(?:Test|IT))\\b");
    private static final Pattern NOT_IN_ANCHORS = Pattern.compile("[^a-z0-9 _-]");

    static List<Path> pages() throws IOException {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.list(ROOT.resolve("docs"));
                Stream<Path> examples = Files.walk(ROOT.resolve("examples"))) {
            return Stream.of(top, docs, examples)
                    .flatMap(files -> files)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
            String target = link.group(1);
            if (target.startsWith("https://")) {
                continue;
            }
            int hash = target.indexOf('#');
            String file = hash < 0 ? target : target.substring(0, hash);
            Path there = file.isEmpty() ? page : page.resolveSibling(file);
            assertThat(there).as(target).exists();
            if (hash >= 0) {
                assertThat(anchors(there)).as(target).contains(target.substring(hash + 1));
            }
        }
    }

    private static Set<String> anchors(Path page) throws IOException {
        return Files.readString(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT))
                .map(title -> NOT_IN_ANCHORS.matcher(title).replaceAll("").replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyReasonIsExplained(Reason reason) throws IOException {
        assertThat(Files.readString(ROOT.resolve("docs/operations.md")))
                .contains("| `" + reason.label() + "` | ");
    }

    @Test
    void theTestsThatAreNamedAsProofAreThere() throws IOException {
        Set<String> named = new TreeSet<>();
        for (String page : List.of("SECURITY.md", "ARCHITECTURE.md", "CONTRIBUTING.md")) {
            TEST.matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .forEach(found -> named.add(found.group(1) + ".java"));
        }

        assertThat(named).hasSizeGreaterThan(20).isSubsetOf(testFiles());
    }

    private static Set<String> testFiles() throws IOException {
        Set<String> names = new TreeSet<>();
        List<Path> modules;
        try (Stream<Path> folders = Files.list(ROOT)) {
            modules = folders.map(m -> m.resolve("src/test/java")).filter(Files::exists).toList();
        }
        for (Path module : modules) {
            try (Stream<Path> files = Files.walk(module)) {
                files.forEach(file -> names.add(String.valueOf(file.getFileName())));
            }
        }
        return names;
    }
}
