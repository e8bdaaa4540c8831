package dev.maneki.proxy.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Appends lines to a file, which may be rotated under it: the file is opened anew when asked to,
 * and when another file, or none, stands at its path (looked at once a second while writing).
 */
public final class FileSink implements AccessSink {
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final long lookNanos;
    private FileChannel channel;
    private @Nullable Object fileKey;
    private long lookedAt = System.nanoTime();
    private boolean betweenLines = true;
    private volatile boolean reopen;

    /**
     * Opens the file, making it and its directories where they do not exist.
     *
     * @throws UncheckedIOException if that is not possible
     */
    public FileSink(Path path) {
        this(path, LOOK_NANOS);
    }

    FileSink(Path path, long lookNanos) {
        this.path = path;
        this.lookNanos = lookNanos;
        try {
            this.channel = open(path);
            this.fileKey = key(path);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot open the access log "
                            + path
                            + " ("
                            + e
                            + "): name a file that can be"
                            + " written, - for standard output, or off",
                    e);
        }
    }

    @Override
    public void write(ByteBuffer records) throws IOException {
        if (reopen || moved()) {
            reopenNow(records);
        }
        while (records.hasRemaining()) {
            int before = records.position();
            channel.write(records);
            if (records.position() > before) {
                betweenLines = records.get(records.position() - 1) == '\n';
            }
        }
    }

    @Override
    public void reopen() {
        reopen = true;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private boolean moved() throws IOException {
        long now = System.nanoTime();
        if (now - lookedAt < lookNanos) {
            return false;
        }
        lookedAt = now;
        Object there = key(path);
        return there == null || !there.equals(fileKey);
    }

    private void reopenNow(ByteBuffer records) throws IOException {
        FileChannel fresh = open(path);
        channel.close();
        channel = fresh;
        fileKey = key(path);
        reopen = false;
        if (!betweenLines) {
            // The disk was full in the middle of a line. Its rest would be no line in the new file.
            skipLine(records);
            betweenLines = true;
        }
    }

    private static void skipLine(ByteBuffer records) {
        while (records.hasRemaining() && records.get() != '\n') {
            // Goes on to the line's end.
        }
    }

    private static FileChannel open(Path path) throws IOException {
        Path parent = path.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static @Nullable Object key(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }
}
