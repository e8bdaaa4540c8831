package dev.maneki.app.cli;

import dev.maneki.app.output.Console;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Runs commands in this process and keeps what they print. */
public final class Captured {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final int exitCode;

    private Captured(String... arguments) {
        Console console =
                new Console(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        false,
                        false);
        exitCode = Maneki.execute(console, arguments);
    }

    /** Runs one command to its end. */
    public static Captured maneki(String... arguments) {
        return new Captured(arguments);
    }

    /** Its exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** All of standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** All of standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
