package dev.maneki.app.cli;

import dev.maneki.app.output.Console;
import dev.maneki.app.output.OutputFormat;
import dev.maneki.app.output.Tree;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** {@code -o table|json|yaml}, of every command that prints data. */
final class OutputOption {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table (for people), json or yaml (for programs).")
    private OutputFormat format = OutputFormat.TABLE;

    void print(Console console, Tree data, Supplier<String> table) {
        console.print(format.render(data, table));
    }

    boolean forPeople() {
        return format == OutputFormat.TABLE;
    }
}
