package dev.maneki.proxy.listen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many client connections the process's file descriptors allow. A quarter of them is kept for
 * connections to backends and for files: a process without any cannot even log that.
 */
final class FileDescriptors {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Pattern OPEN_FILES = Pattern.compile("(?m)^Max open files +(\\d+) ");

    /** What a JVM has open before it listens. */
    private static final int OWN = 128;

    private FileDescriptors() {}

    /** Empty where it is not known, or not limited. */
    static OptionalInt clientConnections() {
        try {
            return clientConnections(Files.readString(LIMITS));
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    static OptionalInt clientConnections(String limits) {
        Matcher matcher = OPEN_FILES.matcher(limits);
        if (!matcher.find() || matcher.group(1).length() > 9) {
            return OptionalInt.empty();
        }
        int openFiles = Integer.parseInt(matcher.group(1));
        return OptionalInt.of(Math.max(1, Math.min(openFiles / 4 * 3, openFiles - OWN)));
    }
}
