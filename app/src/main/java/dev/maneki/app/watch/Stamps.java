package dev.maneki.app.watch;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every configuration file of a folder looks like from outside.
 *
 * @param files by path
 */
record Stamps(Map<Path, Stamp> files) {
    static final Stamps NONE = new Stamps(Map.of());

    /** No folder is deeper; a link may lead in a circle. */
    static final int DEPTH = 32;

    /**
     * A file as its directory knows it.
     *
     * @param key the file's identity (inode); null where there is none
     */
    record Stamp(FileTime modified, long size, @Nullable Object key) {}

    static Stamps of(Path folder) {
        Map<Path, Stamp> files = new HashMap<>();
        try {
            Files.walkFileTree(
                    folder,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    DEPTH,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path directory, BasicFileAttributes attributes) {
                            return isHidden(directory, folder)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(
                                Path file, BasicFileAttributes attributes) {
                            if (isConfiguration(file)) {
                                files.put(
                                        file,
                                        new Stamp(
                                                attributes.lastModifiedTime(),
                                                attributes.size(),
                                                attributes.fileKey()));
                            }
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFileFailed(Path file, IOException gone) {
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException unreadable) {
            // The folder is gone: no files.
        }
        return new Stamps(files);
    }

    /** The files that are in one of the two only, or look otherwise in the other. */
    Set<Path> differences(Stamps before) {
        Set<Path> differing = new HashSet<>(files.keySet());
        differing.addAll(before.files.keySet());
        differing.removeIf(file -> Objects.equals(files.get(file), before.files.get(file)));
        return differing;
    }

    /** Whether a directory below {@code start} is one that programs keep for themselves. */
    static boolean isHidden(Path directory, Path start) {
        return !directory.equals(start) && String.valueOf(directory.getFileName()).startsWith(".");
    }

    /** Whether a file of this name is read. */
    static boolean isConfiguration(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        return !name.startsWith(".")
                && !name.startsWith("#")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"));
    }
}
