package dev.maneki.resources.folder;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/**
 * What tells two versions of a file apart without reading it. A file that was changed shortly
 * before it was read is not trusted: it may change again within one tick of its clock, and keep its
 * size.
 */
record Stamp(long modified, long size, String key, long readAt) {
    private static final long TICK_MILLIS = 2_000;

    static Stamp of(BasicFileAttributes attributes) {
        return new Stamp(
                attributes.lastModifiedTime().toMillis(),
                attributes.size(),
                Objects.toString(attributes.fileKey()),
                System.currentTimeMillis());
    }

    /** Whether a file that had this stamp when it was read has the same content at another. */
    boolean isSameAs(Stamp other) {
        return modified == other.modified
                && size == other.size
                && key.equals(other.key)
                && modified < readAt - TICK_MILLIS;
    }

    /** Whether the file was written only moments before it was read. */
    boolean isFresh(long millis) {
        long age = readAt - modified;
        return age >= 0 && age < millis;
    }

    /** A stamp that no file has: the file is read again next time. */
    Stamp untrusted() {
        return new Stamp(modified, -1, key, readAt);
    }
}
