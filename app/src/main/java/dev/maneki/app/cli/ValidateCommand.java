package dev.maneki.app.cli;

import dev.maneki.app.configuration.Configuration;
import dev.maneki.app.configuration.ConfigurationFolder;
import dev.maneki.app.configuration.Findings;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Counted;
import dev.maneki.app.output.TextTable;
import dev.maneki.app.output.Tree;
import dev.maneki.resources.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maneki validate}: what is wrong in a folder, before it is served. */
@Command(
        name = "validate",
        header = "Checks a folder, and says what is wrong and what to write.",
        description = {
            "%nReads it as 'run' would and opens no socket. A resource that is refused, or of which"
                    + " a part cannot be served, is an error. A reference that leads nowhere, and a"
                    + " kind that Maneki does not know, is a warning."
        },
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {
            "0:nothing is refused",
            HelpText.USAGE,
            "3:there is no such folder",
            "5:something is refused (with --strict: or warned of)"
        },
        footer = {
            "",
            "Examples:",
            "  maneki validate my-config/",
            "  maneki validate --strict -o json my-config/ > findings.json"
        })
final class ValidateCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(paramLabel = "DIR", description = "A folder of YAML and JSON, or one file.")
    private Path folder = Path.of("");

    @Option(names = "--strict", description = "Warnings count as errors.")
    private boolean strict;

    @Mixin private OutputOption output = new OutputOption();
    @Mixin private HelpOption help = new HelpOption();

    ValidateCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!Files.exists(folder)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no folder " + folder);
        }
        Configuration configuration = new ConfigurationFolder(folder, List.of()).read();
        List<Finding> findings = configuration.findings();
        long errors = findings.stream().filter(Finding::isError).count();
        long warnings = findings.size() - errors;
        boolean refused = errors > 0 || (strict && warnings > 0);
        output.print(
                console, tree(configuration, findings, refused), () -> table(findings).toString());
        console.say(
                folder
                        + ": "
                        + Counted.of(configuration.content().files(), "file")
                        + ", "
                        + Counted.of(configuration.content().snapshot().size(), "resource")
                        + " accepted, "
                        + Counted.of(errors, "error")
                        + ", "
                        + Counted.of(warnings, "warning"));
        if (configuration.content().files() == 0 && errors == 0) {
            console.warn("there is nothing to read: no file ends in .yaml, .yml or .json");
        }
        return refused ? ExitCode.INVALID_CONFIGURATION : ExitCode.OK;
    }

    private static Tree tree(Configuration configuration, List<Finding> findings, boolean refused) {
        return Tree.object()
                .with("valid", !refused)
                .with("files", configuration.content().files())
                .with("resources", configuration.content().snapshot().size())
                .with("findings", findings.stream().map(Findings::tree).toList())
                .build();
    }

    private static String table(List<Finding> findings) {
        TextTable table = new TextTable("WHERE", "SEVERITY", "RESOURCE", "FIELD", "WHAT", "REMEDY");
        for (Finding finding : findings) {
            table.row(
                    finding.position().toString(),
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.resource().map(Object::toString).orElse(""),
                    finding.field(),
                    finding.message(),
                    finding.remedy());
        }
        return table.isEmpty() ? "" : table.toString();
    }
}
