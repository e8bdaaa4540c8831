package dev.maneki.example.greet.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages about the library show is in a file that is compiled or run. */
class GuideTest {
    private static final Path ROOT = Path.of("..", "..");
    private static final Pattern BLOCK =
            Pattern.compile("^```(\\w+)\\n(.*?)^```", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s#]+)(#[^)\\s]*)?\\)");
    // But for grpc-java.md: it puts grpc-java's code beside ours, of services that are nobody's.
    private static final Set<String> CHECKED = Set.of("java", "proto", "xml", "yaml");

    private static final List<String> SOURCES = new ArrayList<>();

    @BeforeAll
    static void readSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                SOURCES.add(stripped(Files.readString(file)));
            }
        }
        SOURCES.add(stripped(Files.readString(ROOT.resolve("pom.xml"))));
        SOURCES.add(stripped(Files.readString(Path.of("pom.xml"))));
        SOURCES.add(stripped(Files.readString(Path.of("buf.gen.yaml"))));
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> guide = Files.list(ROOT.resolve("docs/connect"))) {
            return Stream.concat(
                            guide.filter(file -> file.toString().endsWith(".md")).sorted(),
                            Stream.of(Path.of("README.md"), ROOT.resolve("connect/README.md")))
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void whatIsShownIsCompiled(Path page) throws IOException {
        for (MatchResult block : BLOCK.matcher(Files.readString(page)).results().toList()) {
            if (CHECKED.contains(block.group(1)) && !page.endsWith("grpc-java.md")) {
                for (String passage : block.group(2).split("\n\n")) {
                    String wanted = stripped(passage);
                    assertThat(SOURCES).as(passage).anyMatch(source -> source.contains(wanted));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
            if (!link.group(1).startsWith("https://")) {
                assertThat(page.resolveSibling(link.group(1))).as(link.group()).exists();
            }
        }
    }

    /** Whole lines without what indents them. */
    private static String stripped(String text) {
        return text.lines().map(String::strip).collect(Collectors.joining("\n", "\n", "\n"));
    }
}
