package dev.maneki.app;

import dev.maneki.app.cli.Maneki;
import dev.maneki.app.output.Console;

/** The process's entry. */
public final class App {
    private App() {}

    /** Runs one command and ends with its exit code. */
    public static void main(String[] arguments) {
        System.exit(Maneki.execute(Console.system(), arguments));
    }
}
