package dev.maneki.app.watch;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches a folder and all folders in it, and says what was touched.
 *
 * <p>On Linux the kernel tells (inotify), within a millisecond. What it does not tell of, because a
 * file system is shared with another machine or watches have run out, is found by looking: every
 * file's stamp is compared now and then, at no more than a hundredth of a processor's time. Where
 * the JDK has no watch service worth the name (macOS), looking is all there is, and done often.
 *
 * <p>Symbolic links are followed: a linked file's real directory is watched too, and a link that is
 * pointed elsewhere (as Kubernetes does with {@code ..data} in a mounted ConfigMap) touches all
 * that stands beside it. Owned by one thread.
 */
public final class FolderWatcher implements AutoCloseable {
    /** A batch ends when nothing has happened for this long: a write is told within far less. */
    private static final Duration QUIET = Duration.ofMillis(2);

    /** A batch ends after this long in any case: a change must take effect within 100 ms. */
    private static final Duration LONGEST_BATCH = Duration.ofMillis(40);

    private final Path folder;
    private final @Nullable WatchService service;
    private final Map<WatchKey, Watched> keys = new HashMap<>();
    private final Set<Path> watched = new HashSet<>();
    private Stamps stamps = Stamps.NONE;
    private boolean complete = true;
    private long lastLook;
    private long lookNanos;

    /** What a watched directory is to the folder. */
    private sealed interface Watched {
        /** It is of the folder. */
        record Inside(Path directory) implements Watched {}

        /** A linked file of {@code directory} really stands there. */
        record Target(Path directory) implements Watched {}
    }

    private FolderWatcher(Path folder, @Nullable WatchService service) {
        this.folder = folder;
        this.service = service;
    }

    /**
     * Starts to watch: what is touched from now on is not missed.
     *
     * @throws IOException if the folder cannot be read
     */
    public static FolderWatcher open(Path folder) throws IOException {
        boolean kernelTells = !System.getProperty("os.name", "").startsWith("Mac");
        FolderWatcher watcher =
                new FolderWatcher(
                        folder, kernelTells ? FileSystems.getDefault().newWatchService() : null);
        watcher.look(new HashSet<>());
        return watcher;
    }

    /**
     * Waits until something was touched, or {@code patience} has passed.
     *
     * @return files and directories that were written, made, moved or removed, as paths that begin
     *     with the folder; rather too many than too few. Empty if nothing was touched
     */
    public Set<Path> await(Duration patience) throws InterruptedException {
        Set<Path> touched = new HashSet<>();
        long deadline = System.nanoTime() + patience.toNanos();
        while (touched.isEmpty()) {
            long now = System.nanoTime();
            long nextLook = lastLook + lookInterval();
            if (nextLook - now <= 0) {
                look(touched);
            } else if (deadline - now <= 0) {
                return touched;
            } else {
                take(Math.min(nextLook, deadline) - now, touched);
            }
        }
        long batchEnd = System.nanoTime() + LONGEST_BATCH.toNanos();
        while (System.nanoTime() - batchEnd < 0 && take(QUIET.toNanos(), touched)) {
            // Until it is quiet: a batch of writes is one change.
        }
        return touched;
    }

    /** Takes one key's events, waiting for them; false if none came. */
    private boolean take(long nanos, Set<Path> touched) throws InterruptedException {
        if (service == null) {
            TimeUnit.NANOSECONDS.sleep(nanos);
            return false;
        }
        WatchKey key = service.poll(nanos, TimeUnit.NANOSECONDS);
        if (key == null) {
            return false;
        }
        Watched what = keys.get(key);
        for (WatchEvent<?> event : key.pollEvents()) {
            switch (what) {
                case Watched.Inside(Path directory) -> touched(directory, event, touched);
                case Watched.Target(Path directory) -> touched.add(directory);
                case null -> {
                    // Of a directory that is gone.
                }
            }
        }
        if (!key.reset() && keys.remove(key) instanceof Watched.Inside(Path directory)) {
            watched.remove(directory);
            touched.add(directory);
            // Replaced by another of its name, perhaps.
            register(directory);
        }
        return true;
    }

    private void touched(Path directory, WatchEvent<?> event, Set<Path> touched) {
        if (!(event.context() instanceof Path name)) {
            // Overflow: the kernel has forgotten what happened.
            touched.add(directory);
            register(directory);
            return;
        }
        Path path = directory.resolve(name);
        boolean modified = event.kind() == StandardWatchEventKinds.ENTRY_MODIFY;
        if (Stamps.isConfiguration(path)) {
            touched.add(path);
            registerTarget(path);
        } else if (name.toString().startsWith(".")) {
            if (!modified && Files.isSymbolicLink(path)) {
                // What is not hidden may lead through a hidden link: mounted ConfigMaps do.
                touched.add(directory);
            }
        } else if (!modified) {
            // A directory came or went, or one of its name in another's place.
            boolean known = forget(path);
            if (known || Files.isDirectory(path)) {
                touched.add(path);
                register(path);
            }
        }
    }

    /** Ends the watches of a directory that may have been moved: they would follow it. */
    private boolean forget(Path directory) {
        return keys.entrySet()
                .removeIf(
                        entry -> {
                            if (entry.getValue() instanceof Watched.Inside(Path path)
                                    && path.startsWith(directory)) {
                                entry.getKey().cancel();
                                watched.remove(path);
                                return true;
                            }
                            return false;
                        });
    }

    /** Watches a directory, those below it, and where linked files really are. */
    private void register(Path start) {
        if (service == null) {
            return;
        }
        try {
            Files.walkFileTree(
                    start,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Stamps.DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path directory, BasicFileAttributes attributes) {
                            if (Stamps.isHidden(directory, start)) {
                                return FileVisitResult.SKIP_SUBTREE;
                            }
                            if (watched.add(directory)) {
                                watch(directory, new Watched.Inside(directory));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            registerTarget(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException unreadable) {
            complete = false;
        }
    }

    private void registerTarget(Path link) {
        if (!Stamps.isConfiguration(link) || !Files.isSymbolicLink(link)) {
            return;
        }
        try {
            Path real = parent(link.toRealPath());
            if (!real.startsWith(folder.toRealPath()) && watched.add(real)) {
                watch(real, new Watched.Target(parent(link)));
            }
        } catch (IOException dangling) {
            // Looking will find it once it leads somewhere.
        }
    }

    private void watch(Path directory, Watched what) {
        if (service == null) {
            return;
        }
        try {
            keys.put(
                    directory.register(
                            service,
                            StandardWatchEventKinds.ENTRY_CREATE,
                            StandardWatchEventKinds.ENTRY_DELETE,
                            StandardWatchEventKinds.ENTRY_MODIFY),
                    what);
        } catch (IOException noWatch) {
            // Gone again, or the user's watches have run out: then looking must do.
            watched.remove(directory);
            complete = false;
        }
    }

    /** Compares all stamps with the last ones. */
    private void look(Set<Path> touched) {
        long start = System.nanoTime();
        Stamps now = Stamps.of(folder);
        touched.addAll(now.differences(stamps));
        stamps = now;
        register(folder);
        lastLook = System.nanoTime();
        lookNanos = lastLook - start;
    }

    /** Nanoseconds between two looks: a fifth of a processor at most where nobody tells us. */
    private long lookInterval() {
        return service == null || !complete
                ? Math.max(TimeUnit.MILLISECONDS.toNanos(50), 5 * lookNanos)
                : Math.max(TimeUnit.SECONDS.toNanos(2), 100 * lookNanos);
    }

    private static Path parent(Path path) {
        Path parent = path.getParent();
        return parent == null ? path : parent;
    }

    /** Stops watching. */
    @Override
    public void close() {
        if (service != null) {
            try {
                service.close();
            } catch (IOException ignored) {
                // Nothing hangs on it.
            }
        }
    }
}
