package dev.maneki.resources.folder;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The configuration files below a folder. Links are followed, as the volumes of Kubernetes are made
 * of them ({@code gateway.yaml -> ..data/gateway.yaml}); links in a circle are found out. Names
 * that begin with a dot are passed over: {@code ..data} would show every file twice, and editors
 * keep their half-written files there.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
    private static final int DEPTH = 64;

    private final Path root;

    /** By name, in order: which of two files comes first must not depend on the disk. */
    final Map<String, Found> files = new TreeMap<>();

    /** Places that could not be looked into, with the reason. */
    final Map<String, IOException> failures = new TreeMap<>();

    /** A file and its attributes. */
    record Found(Path path, BasicFileAttributes attributes) {}

    private FolderWalk(Path root) {
        this.root = root;
    }

    static FolderWalk of(Path root) {
        FolderWalk walk = new FolderWalk(root);
        try {
            Files.walkFileTree(root, EnumSet.of(FileVisitOption.FOLLOW_LINKS), DEPTH, walk);
        } catch (IOException e) {
            walk.failures.put(root.toString(), e);
        }
        return walk;
    }

    /** Whether a name is that of a configuration file. */
    static boolean isConfiguration(Path path) {
        Path last = path.getFileName();
        String name = last == null ? "" : last.toString().toLowerCase(Locale.ROOT);
        boolean hidden = name.startsWith(".") || name.startsWith("#");
        return !hidden
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
        Path name = directory.getFileName();
        boolean hidden = !directory.equals(root) && name != null && name.toString().startsWith(".");
        return hidden ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        // A named pipe would hold the reader for ever.
        if (attributes.isRegularFile() && isConfiguration(file)) {
            files.put(file.toString(), new Found(file, attributes));
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
        boolean vanished = e instanceof NoSuchFileException && !file.equals(root);
        if (!vanished && !(e instanceof FileSystemLoopException)) {
            failures.put(file.toString(), e);
        }
        return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e) {
        if (e != null) {
            failures.put(directory.toString(), e);
        }
        return FileVisitResult.CONTINUE;
    }
}
