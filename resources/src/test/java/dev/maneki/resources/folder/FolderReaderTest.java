package dev.maneki.resources.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.Finding;
import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.GatewayClass;
import dev.maneki.resources.kinds.HTTPRoute;
import dev.maneki.resources.kinds.Namespace;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.resources.yaml.YamlLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderReaderTest {
    @TempDir Path folder;

    private FolderReader reader = new FolderReader(Path.of("."));

    @BeforeEach
    void open() {
        reader = new FolderReader(folder);
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    /** Any file may be half-written, and something happens while it is waited for. */
    private static Settling meanwhile(Runnable action) {
        return new Settling() {
            @Override
            public boolean pause() {
                action.run();
                return true;
            }

            @Override
            public boolean isUnsettled(Stamp stamp) {
                return true;
            }
        };
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatIsRefusedAndNotInForceIsKnownWithItsPlace() throws IOException {
        Path file = write("a.yaml", route("r", "no slash"));
        ResourceId id = new ResourceId("HTTPRoute", "default", "r");

        FolderContent first = reader.read();
        write("a.yaml", route("r", "/a"));
        FolderContent mended = reader.reread(List.of(file));
        write("a.yaml", route("r", "no slash"));
        FolderContent broken = reader.reread(List.of(file));

        assertThat(first.snapshot().refused()).containsOnlyKeys(id);
        assertThat(first.snapshot().refused().get(id))
                .isEqualTo(first.findings().getFirst().position());
        assertThat(mended.snapshot().refused()).isEmpty();
        assertThat(mended.change().refused()).containsExactly(id);
        // Its last good version is in force.
        assertThat(broken.snapshot().refused()).isEmpty();
    }

    private static String route(String name, String path) {
        return """
        ---
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata:
          name: %s
        spec:
          rules:
          - matches:
            - path:
                value: %s
        """
                .formatted(name, path);
    }

    private static ResourceId id(String name) {
        return new ResourceId("HTTPRoute", "default", name);
    }

    private static HTTPRoute route(FolderContent content, String name) {
        return content.snapshot().find(HTTPRoute.class, "default", name).orElseThrow();
    }

    private static String path(HTTPRoute route) {
        return route.spec().rules().getFirst().matches().getFirst().path().value();
    }

    private static List<String> lines(FolderContent content) {
        return content.findings().stream()
                .map(Finding::position)
                .map(at -> Path.of(at.file()).getFileName() + ":" + at.line())
                .toList();
    }

    @Test
    void readsEveryFileOfConfigurationAndNoOther() throws IOException {
        write("a.yaml", route("a", "/"));
        write("deep/er/b.yml", route("b", "/"));
        write(
                "c.json",
                "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"c\"}}");
        write("README.md", "no: [yaml");
        write(".hidden.yaml", "no: [yaml");
        write(".git/d.yaml", "no: [yaml");
        write("a.yaml~", "no: [yaml");
        write("#a.yaml", "no: [yaml");

        FolderContent content = reader.read();

        assertThat(content.findings()).isEmpty();
        assertThat(content.files()).isEqualTo(3);
        assertThat(content.snapshot().size()).isEqualTo(3);
        assertThat(content.snapshot().all(Namespace.class)).hasSize(1);
    }

    @Test
    void aBrokenDocumentCostsOnlyItself() throws IOException {
        write("a.yaml", route("a", "/") + "---\nspec: [broken\n" + route("b", "/"));

        FolderContent content = reader.read();

        assertThat(content.snapshot().all(HTTPRoute.class)).hasSize(2);
        assertThat(lines(content)).containsExactly("a.yaml:13");
    }

    @Test
    void whatIsRefusedKeepsItsLastGoodVersionInForce() throws IOException {
        Path file = write("a.yaml", route("a", "/one") + route("b", "/two"));
        HTTPRoute good = route(reader.read(), "a");
        write("a.yaml", route("a", "no-slash") + route("b", "/three"));

        FolderContent content = reader.reread(List.of(file));

        assertThat(route(content, "a")).isSameAs(good);
        assertThat(path(route(content, "b"))).isEqualTo("/three");
        assertThat(content.retained()).containsExactly(id("a"));
        assertThat(lines(content)).containsExactly("a.yaml:10");

        write("a.yaml", route("a", "/four") + route("b", "/three"));
        content = reader.reread(List.of(file));

        assertThat(path(route(content, "a"))).isEqualTo("/four");
        assertThat(content.retained()).isEmpty();
        assertThat(content.findings()).isEmpty();
    }

    @Test
    void aFileThatIsHalfWrittenKeepsAllThatCameFromIt() throws IOException {
        String whole = route("a", "/") + route("b", "/");
        Path file = write("a.yaml", whole);
        HTTPRoute b = route(reader.read(), "b");
        // An editor truncates, writes a part, and then the rest.
        write(
                "a.yaml",
                whole.substring(0, whole.length() - route("b", "/").length() + 90) + "\n  {");

        FolderContent content = reader.reread(List.of(file));

        assertThat(content.hasErrors()).isTrue();
        assertThat(route(content, "b")).isSameAs(b);
        assertThat(content.retained()).containsExactly(id("b"));
        assertThat(content.change().isEmpty()).isTrue();
    }

    @Test
    void aFileThatIsNotTextKeepsAllThatCameFromIt() throws IOException {
        Path file = write("a.yaml", route("a", "/"));
        HTTPRoute a = route(reader.read(), "a");
        Files.write(file, new byte[] {'a', '\n', (byte) 0xC3, '\n'});

        FolderContent content = reader.reread(List.of(file));

        assertThat(route(content, "a")).isSameAs(a);
        assertThat(lines(content)).containsExactly("a.yaml:2");
        assertThat(content.findings().getFirst().message()).isEqualTo("not UTF-8");
    }

    @Test
    void aFileThatIsEmptyForAMomentLosesNothing() throws IOException {
        Path file = write("a.yaml", route("a", "/") + route("b", "/"));
        List<String> rest = new ArrayList<>(List.of(route("a", "/"), route("b", "/new")));
        FolderReader slow =
                new FolderReader(
                        folder,
                        YamlLimits.DEFAULT,
                        meanwhile(() -> append(file, rest.removeFirst())));
        slow.read();
        write("a.yaml", "");

        FolderContent content = slow.reread(List.of(file));

        assertThat(content.change().removed()).isEmpty();
        assertThat(path(route(content, "b"))).isEqualTo("/new");
        assertThat(rest).isEmpty();
    }

    @Test
    void aFileThatIsReplacedLosesNothing() throws IOException {
        Path file = write("a.yaml", route("a", "/"));
        FolderReader slow =
                new FolderReader(
                        folder,
                        YamlLimits.DEFAULT,
                        meanwhile(() -> append(file, route("a", "/new"))));
        slow.read();
        Files.delete(file);

        FolderContent content = slow.reread(List.of(file));

        assertThat(content.change().removed()).isEmpty();
        assertThat(path(route(content, "a"))).isEqualTo("/new");

        Files.delete(file);
        content = slow.read();

        assertThat(content.change().removed()).isEmpty();
        assertThat(content.snapshot().size()).isOne();
    }

    @Test
    void aResourceEndsWithItsTextOrItsFile() throws IOException {
        Path a = write("a.yaml", route("a", "/") + route("b", "/"));
        Path c = write("c.yaml", route("c", "/"));
        reader.read();
        write("a.yaml", route("b", "/"));
        Files.delete(c);

        FolderContent content = reader.reread(List.of(a, c));

        assertThat(content.change().removed())
                .extracting(resource -> resource.name())
                .containsExactly("a", "c");
        assertThat(content.snapshot().size()).isOne();
        assertThat(content.files()).isOne();
    }

    @Test
    void whatDidNotChangeIsTheSameObjectAndKnowsItsNewLine() throws IOException {
        Path file = write("a.yaml", route("a", "/") + route("b", "bad") + route("c", "/"));
        FolderContent before = reader.read();
        HTTPRoute c = route(before, "c");
        assertThat(c.locate("metadata.name").line()).isEqualTo(25);
        write(
                "a.yaml",
                route("a", "/changed/to\n  # and a line") + route("b", "bad") + route("c", "/"));

        FolderContent content = reader.reread(List.of(file));

        SnapshotChange change = content.change();
        assertThat(change.added()).isEmpty();
        assertThat(change.removed()).isEmpty();
        assertThat(change.replaced())
                .singleElement()
                .extracting(r -> r.after().name())
                .isEqualTo("a");
        assertThat(route(content, "c")).isSameAs(c);
        assertThat(c.locate("metadata.name").line()).isEqualTo(26);
        assertThat(lines(before)).containsExactly("a.yaml:20");
        assertThat(lines(content)).containsExactly("a.yaml:21");
    }

    @Test
    void nothingChangesWhereNothingIsWritten() throws IOException {
        Path file = write("a.yaml", route("a", "/"));
        FolderContent before = reader.read();

        assertThat(reader.read().snapshot()).isSameAs(before.snapshot());
        assertThat(reader.reread(List.of(file)).change().isEmpty()).isTrue();
    }

    @Test
    void theFirstFileByNameWinsAndTheOtherIsTold() throws IOException {
        write("b.yaml", route("a", "/second"));
        Path first = write("a.yaml", route("a", "/first"));

        FolderContent content = reader.read();

        assertThat(path(route(content, "a"))).isEqualTo("/first");
        assertThat(lines(content)).containsExactly("b.yaml:5");
        assertThat(content.findings().getFirst().message())
                .isEqualTo(
                        "is defined at "
                                + new Position(first.toString(), 5, 9)
                                + " already, which counts");

        Files.delete(first);
        content = reader.reread(List.of(first));

        assertThat(path(route(content, "a"))).isEqualTo("/second");
        assertThat(content.findings()).isEmpty();
    }

    @Test
    void aResourceThatStandsTwiceInOneFileIsToldToo() throws IOException {
        write("a.yaml", route("a", "/first") + route("a", "/second"));

        FolderContent content = reader.read();

        assertThat(path(route(content, "a"))).isEqualTo("/first");
        assertThat(lines(content)).containsExactly("a.yaml:15");
    }

    @Test
    void theControllerOfAClassCannotBeChanged() throws IOException {
        String text =
                """
                apiVersion: gateway.networking.k8s.io/v1
                kind: GatewayClass
                metadata: {name: maneki}
                spec:
                  controllerName: maneki.dev/gateway
                """;
        Path file = write("class.yaml", text);
        GatewayClass before = reader.read().snapshot().all(GatewayClass.class).getFirst();
        write("class.yaml", text.replace("maneki.dev/gateway", "other.dev/gateway"));

        FolderContent content = reader.reread(List.of(file));

        assertThat(content.snapshot().all(GatewayClass.class)).containsExactly(before);
        assertThat(lines(content)).containsExactly("class.yaml:5");
        assertThat(content.findings().getFirst().message()).isEqualTo("Value is immutable");

        Files.delete(file);
        reader.reread(List.of(file));
        write("class.yaml", text.replace("maneki.dev/gateway", "other.dev/gateway"));

        assertThat(reader.reread(List.of(file)).findings()).isEmpty();
    }

    @Test
    void aVolumeOfKubernetesIsReadOnceAndSwappedAsAWhole() throws IOException {
        write("..one/a.yaml", route("a", "/one"));
        write("..two/a.yaml", route("a", "/two"));
        Path data = folder.resolve("..data");
        Files.createSymbolicLink(data, Path.of("..one"));
        Files.createSymbolicLink(folder.resolve("a.yaml"), Path.of("..data/a.yaml"));
        FolderContent content = reader.read();
        assertThat(content.findings()).isEmpty();
        assertThat(path(route(content, "a"))).isEqualTo("/one");

        Files.delete(data);
        Files.createSymbolicLink(data, Path.of("..two"));
        content = reader.reread(List.of(data));

        assertThat(path(route(content, "a"))).isEqualTo("/two");
    }

    @Test
    void linksInACircleEnd() throws IOException {
        write("sub/a.yaml", route("a", "/"));
        Files.createSymbolicLink(folder.resolve("sub/loop"), folder);

        assertThat(reader.read().snapshot().size()).isOne();
    }

    @Test
    void foldersComeAndGo() throws IOException {
        Path sub = folder.resolve("sub");
        Path file = write("sub/a.yaml", route("a", "/"));
        write("sub.yaml", route("b", "/"));
        assertThat(reader.reread(List.of(sub, folder.resolve("sub.yaml"))).snapshot().size())
                .isEqualTo(2);

        Files.delete(file);
        Files.delete(sub);

        FolderContent content = reader.reread(List.of(sub));
        assertThat(content.snapshot().all(HTTPRoute.class))
                .extracting(HTTPRoute::name)
                .containsExactly("b");
    }

    @Test
    void aFolderThatIsNotThereIsAFinding() {
        FolderContent content = new FolderReader(folder.resolve("none")).read();

        assertThat(content.findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("no such folder");
        assertThat(content.snapshot().size()).isZero();
    }

    @Test
    void aFolderThatVanishesTakesNothingWithIt() throws IOException {
        Path sub = folder.resolve("sub");
        write("sub/a.yaml", route("a", "/"));
        FolderReader below = new FolderReader(sub);
        below.read();
        Files.move(sub, folder.resolve("gone"));

        FolderContent content = below.read();

        assertThat(content.hasErrors()).isTrue();
        assertThat(content.snapshot().size()).isOne();
    }

    /** A watcher tells of the files, not of the folder. */
    @Test
    void aFolderThatVanishesTakesNothingWithItWhenItsFilesAreToldOf() throws IOException {
        Path sub = folder.resolve("sub");
        write("sub/a.yaml", route("a", "/"));
        FolderReader below = new FolderReader(sub);
        below.read();
        List<Path> files = List.of(sub.resolve("a.yaml"));
        Files.move(sub, folder.resolve("gone"));

        FolderContent gone = below.reread(files);
        Files.move(folder.resolve("gone"), sub);
        FolderContent back = below.reread(files);

        assertThat(gone.hasErrors()).isTrue();
        assertThat(gone.snapshot().size()).isOne();
        assertThat(back.hasErrors()).isFalse();
        assertThat(back.snapshot().size()).isOne();
    }

    /** Who removes a folder and makes it again, as a deployment may do. */
    @Test
    void aFolderThatVanishesWhileItSettlesTakesNothingWithIt() throws IOException {
        Path sub = folder.resolve("sub");
        write("sub/a.yaml", route("a", "/"));
        FolderReader below =
                new FolderReader(sub, YamlLimits.DEFAULT, meanwhile(() -> delete(sub)));
        below.read();
        Files.delete(sub.resolve("a.yaml"));

        FolderContent content = below.reread(List.of(sub.resolve("a.yaml")));

        assertThat(content.hasErrors()).isTrue();
        assertThat(content.snapshot().size()).isOne();
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileThatIsTooLargeIsAFinding() throws IOException {
        write("a.yaml", route("a", "/"));
        YamlLimits limits = new YamlLimits(100, 10, 100, 1000, 1000);

        FolderContent content = new FolderReader(folder, limits).read();

        assertThat(content.findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("larger than 100 bytes");
    }

    @Test
    void aChangeWithinOneTickOfTheClockIsSeen() throws IOException {
        Path file = write("a.yaml", route("a", "/one"));
        FileTime time = Files.getLastModifiedTime(file);
        reader.read();
        write("a.yaml", route("a", "/two"));
        Files.setLastModifiedTime(file, time);

        assertThat(path(route(reader.read(), "a"))).isEqualTo("/two");
    }

    @Test
    void anOldFileIsNotReadAgain() throws IOException {
        Path file = write("a.yaml", route("a", "/one"));
        FileTime old = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, old);
        reader.read();
        // The same size, time and file: nobody can tell, short of reading it.
        write("a.yaml", route("a", "/two"));
        Files.setLastModifiedTime(file, old);

        assertThat(path(route(reader.read(), "a"))).isEqualTo("/one");
        assertThat(path(route(reader.reread(List.of(file)), "a"))).isEqualTo("/two");
    }

    @Test
    void manyDocumentsAreReadInTheirOrder() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            text.append(route("r" + i, i == 250 ? "bad" : "/" + i));
        }
        write("a.yaml", text.toString());

        FolderContent content = reader.read();

        assertThat(content.snapshot().all(HTTPRoute.class)).hasSize(499);
        assertThat(path(route(content, "r499"))).isEqualTo("/499");
        assertThat(lines(content)).containsExactly("a.yaml:2510");
    }

    @Test
    void aWarningTakesTheResource() throws IOException {
        write(
                "a.yaml",
                """
                apiVersion: gateway.networking.k8s.io/v1alpha3
                kind: BackendTLSPolicy
                metadata: {name: a}
                spec:
                  targetRefs: [{group: "", kind: Service, name: a}]
                  validation: {hostname: a.example, wellKnownCACertificates: System}
                ---
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: a}
                """);

        FolderContent content = reader.read();

        assertThat(content.hasErrors()).isFalse();
        assertThat(content.snapshot().size()).isOne();
        assertThat(content.findings())
                .extracting(Finding::message)
                .containsExactly(
                        "gateway.networking.k8s.io/v1alpha3 is deprecated",
                        "Maneki does not read Deployment of apps/v1");
    }

    @Test
    void tooManyDocumentsAreRefusedAsAWhole() throws IOException {
        write("a.yaml", "---\na: 1\n".repeat(11));
        YamlLimits limits = new YamlLimits(1000, 10, 100, 1000, 1000);

        FolderContent content = new FolderReader(folder, limits).read();

        assertThat(content.findings())
                .singleElement()
                .extracting(Finding::message)
                .isEqualTo("more than 10 documents");
        assertThat(lines(content)).containsExactly("a.yaml:21");
    }

    @Test
    void whyAFileCannotBeReadIsSaidInWords() {
        assertThat(FolderReader.cannotBeRead(new AccessDeniedException("a.yaml")))
                .isEqualTo("cannot be read: permission denied");
        assertThat(
                        FolderReader.cannotBeRead(
                                new FileSystemException("a.yaml", null, "Input/output error")))
                .isEqualTo("cannot be read: Input/output error");
    }

    @Test
    void aTemplateThatWasNotFilledInIsToldSo() throws IOException {
        write("a.yaml", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: {{ .Values.name }}\n");

        FolderContent content = reader.read();

        assertThat(content.findings())
                .singleElement()
                .satisfies(f -> assertThat(f.remedy()).contains("fill templates in first"));
    }
}
