package dev.maneki.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each way in which editors, tools and Kubernetes write files. */
class FolderWatcherIT {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir Path temporary;
    private Path folder;
    private FolderWatcher watcher;

    @BeforeEach
    void watch() throws IOException {
        folder = Files.createDirectory(temporary.resolve("config"));
        Files.writeString(folder.resolve("a.yaml"), "a: 1\n");
        Files.createDirectories(folder.resolve("team/deep"));
        watcher = FolderWatcher.open(folder);
    }

    @AfterEach
    void close() {
        watcher.close();
    }

    @Test
    void nothingHappensWhileNothingIsTouched() throws Exception {
        assertThat(watcher.await(Duration.ofMillis(20)).isEmpty()).isTrue();
    }

    @Test
    void aFileThatIsWrittenInPlaceIsNamed() throws Exception {
        Files.writeString(folder.resolve("a.yaml"), "a: 2\n");

        assertThat(watcher.await(PATIENCE)).containsExactly(folder.resolve("a.yaml"));
    }

    @Test
    void aFileThatAnEditorRenamesOverTheOldOneIsNamed() throws Exception {
        Path swap = Files.writeString(folder.resolve(".a.yaml.swp"), "a: 2\n");
        Files.move(swap, folder.resolve("a.yaml"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(watcher.await(PATIENCE)).containsExactly(folder.resolve("a.yaml"));
    }

    @Test
    void aFileThatIsRemovedIsNamed() throws Exception {
        Files.delete(folder.resolve("a.yaml"));

        assertThat(watcher.await(PATIENCE)).containsExactly(folder.resolve("a.yaml"));
    }

    @Test
    void aBatchOfFilesIsOneChange() throws Exception {
        for (int i = 0; i < 50; i++) {
            Files.writeString(folder.resolve("file" + i + ".yaml"), "i: " + i + "\n");
        }

        assertThat(watcher.await(PATIENCE)).hasSize(50);
    }

    @Test
    void aNewDirectoryIsWatchedToo() throws Exception {
        Path team = Files.createDirectory(folder.resolve("new"));
        assertThat(watcher.await(PATIENCE)).contains(team);

        Files.writeString(team.resolve("b.yaml"), "b: 1\n");

        assertThat(watcher.await(PATIENCE)).containsExactly(team.resolve("b.yaml"));
    }

    @Test
    void aDirectoryThatIsMovedInIsTouchedAndWatched() throws Exception {
        Path outside = Files.createDirectories(temporary.resolve("outside/deep"));
        Files.writeString(outside.resolve("b.yaml"), "b: 1\n");
        Files.move(temporary.resolve("outside"), folder.resolve("inside"));
        assertThat(watcher.await(PATIENCE)).contains(folder.resolve("inside"));

        Path moved = Files.writeString(folder.resolve("inside/deep/b.yaml"), "b: 2\n");

        assertThat(watcher.await(PATIENCE)).containsExactly(moved);
    }

    @Test
    void aDirectoryThatIsMovedAwayTouchesWhereItWas() throws Exception {
        Files.move(folder.resolve("team"), temporary.resolve("away"));

        assertThat(watcher.await(PATIENCE)).contains(folder.resolve("team"));
    }

    @Test
    void aDirectoryThatIsReplacedIsWatchedAgain() throws Exception {
        Files.move(folder.resolve("team"), temporary.resolve("away"));
        Files.createDirectories(folder.resolve("team"));
        watcher.await(PATIENCE);
        while (!watcher.await(Duration.ofMillis(50)).isEmpty()) {
            // The rest of the same change.
        }

        Path file = Files.writeString(folder.resolve("team/b.yaml"), "b: 1\n");

        assertThat(watcher.await(PATIENCE)).containsExactly(file);
    }

    @Test
    void aConfigMapVolumeThatIsSwappedTouchesItsDirectory() throws Exception {
        Path first = Files.createDirectory(folder.resolve("..2026_1"));
        Files.writeString(first.resolve("c.yaml"), "c: 1\n");
        Files.createSymbolicLink(folder.resolve("..data"), Path.of("..2026_1"));
        Files.createSymbolicLink(folder.resolve("c.yaml"), Path.of("..data/c.yaml"));
        while (!watcher.await(Duration.ofMillis(50)).isEmpty()) {
            // The volume is mounted.
        }

        Path second = Files.createDirectory(folder.resolve("..2026_2"));
        Files.writeString(second.resolve("c.yaml"), "c: 2\n");
        Path link = Files.createSymbolicLink(folder.resolve("..data_tmp"), Path.of("..2026_2"));
        Files.move(link, folder.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);

        assertThat(watcher.await(PATIENCE)).contains(folder);
    }

    @Test
    void aLinkedFileThatChangesWhereItReallyIsTouchesWhereItIsLinked() throws Exception {
        Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere"));
        Path real = Files.writeString(elsewhere.resolve("d.yaml"), "d: 1\n");
        Files.createSymbolicLink(folder.resolve("d.yaml"), real);
        while (!watcher.await(Duration.ofMillis(50)).isEmpty()) {
            // The link is there.
        }

        Files.writeString(real, "d: 2\n");

        assertThat(watcher.await(PATIENCE)).contains(folder);
    }

    @Test
    void anEditorsOwnFilesAreOfNoMatter() throws Exception {
        Files.writeString(folder.resolve(".a.yaml.swp"), "x");
        Files.writeString(folder.resolve("4913"), "x");
        Files.writeString(folder.resolve("notes.txt"), "x");

        assertThat(watcher.await(Duration.ofMillis(100)).isEmpty()).isTrue();
    }
}
