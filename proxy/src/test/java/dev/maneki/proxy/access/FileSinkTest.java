package dev.maneki.proxy.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSinkTest {
    private static final long LOOK_ALWAYS = 0;
    private static final long LOOK_NEVER = Long.MAX_VALUE;

    @TempDir Path directory;
    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("logs/deep/access.log");
    }

    @Test
    void makesDirectoriesAndAppends() throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "before\n");
        try (FileSink sink = new FileSink(file)) {
            sink.write(bytes("after\n"));
        }

        assertThat(file).hasContent("before\nafter\n");
    }

    @Test
    void followsARename() throws IOException {
        Path old = directory.resolve("old");
        try (FileSink sink = new FileSink(file, LOOK_ALWAYS)) {
            sink.write(bytes("1\n"));
            Files.move(file, old);
            sink.write(bytes("2\n"));
        }

        assertThat(old).hasContent("1\n");
        assertThat(file).hasContent("2\n");
    }

    @Test
    void followsAReplacement() throws IOException {
        Path old = directory.resolve("old");
        try (FileSink sink = new FileSink(file, LOOK_ALWAYS)) {
            sink.write(bytes("1\n"));
            Files.move(file, old);
            Files.createFile(file);
            sink.write(bytes("2\n"));
        }

        assertThat(file).hasContent("2\n");
    }

    @Test
    void reopensWhenAsked() throws IOException {
        Path old = directory.resolve("old");
        try (FileSink sink = new FileSink(file, LOOK_NEVER)) {
            sink.write(bytes("1\n"));
            Files.move(file, old);
            sink.write(bytes("2\n"));
            sink.reopen();
            sink.write(bytes("3\n"));
        }

        assertThat(old).hasContent("1\n2\n");
        assertThat(file).hasContent("3\n");
    }

    @Test
    void aNewFileBeginsWithAWholeLine() throws IOException {
        Path old = directory.resolve("old");
        try (FileSink sink = new FileSink(file, LOOK_ALWAYS)) {
            sink.write(bytes("first\nsec"));
            Files.move(file, old);
            sink.write(bytes("ond\nthird\n"));
        }

        assertThat(file).hasContent("third\n");
    }

    @Test
    void saysWhatToDoWhereItCannotOpen() {
        assertThatThrownBy(() -> new FileSink(directory))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("cannot open the access log " + directory)
                .hasMessageContaining("name a file that can be written");
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
