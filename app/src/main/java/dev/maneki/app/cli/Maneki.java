package dev.maneki.app.cli;

import dev.maneki.app.output.Console;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line's root. */
@Command(
        name = "maneki",
        header = "The front door: a gateway that Gateway API YAML configures.",
        description = "%nReads a folder of Gateway API resources and serves what they say.",
        versionProvider = Version.class,
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {
            HelpText.OK,
            HelpText.FAILED,
            HelpText.USAGE,
            HelpText.NOT_FOUND,
            HelpText.INVALID_CONFIGURATION
        },
        footer = {
            "",
            "Examples:",
            "  maneki quickstart                             see it at work, with backends of its own",
            "  maneki validate my-config/                    check a folder before it is served",
            "  maneki run --config my-config/                serve it",
            "  maneki explain GET https://shop.example/cart  why a request goes where it goes",
            "  maneki help limits                            every limit, its default and meaning"
        })
public final class Maneki {
    private Maneki() {}

    /** The whole command line, for execution and for completion scripts. */
    static CommandLine commandLine(Console console) {
        CommandLine root = new CommandLine(new Maneki());
        root.addSubcommand(new QuickstartCommand(console));
        root.addSubcommand(new RunCommand(console));
        root.addSubcommand(new ValidateCommand(console));
        root.addSubcommand(new ExplainCommand(console));
        root.addSubcommand(new StatusCommand(console));
        root.addSubcommand(new CompletionCommand(console));
        root.addSubcommand(new HelpCommand(console));
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setAbbreviatedOptionsAllowed(false);
        root.registerConverter(HostPort.class, Maneki::hostPort);
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        root.setOut(new PrintWriter(console.out(), true));
        root.setErr(new PrintWriter(console.err(), true));
        root.setParameterExceptionHandler((wrong, _) -> usage(console, wrong));
        root.setExecutionExceptionHandler((failure, _, _) -> failed(console, failure));
        return root;
    }

    /** Runs one command; the answer is one of {@link ExitCode}. */
    public static int execute(Console console, String... arguments) {
        CommandLine root = commandLine(console);
        if (arguments.length == 0) {
            root.usage(console.err());
            return ExitCode.USAGE;
        }
        return root.execute(arguments);
    }

    private static HostPort hostPort(String text) {
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.TypeConversionException(wrong.getMessage());
        }
    }

    private static int usage(Console console, ParameterException wrong) {
        console.error(String.valueOf(wrong.getMessage()));
        if (wrong instanceof UnmatchedArgumentException unmatched) {
            UnmatchedArgumentException.printSuggestions(
                    unmatched, new PrintWriter(console.err(), true));
        }
        console.say("see: " + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int failed(Console console, Exception failure) throws Exception {
        if (failure instanceof CommandFailure known) {
            console.error(String.valueOf(known.getMessage()));
            return known.exitCode();
        }
        // Ours to mend, so with its trace.
        failure.printStackTrace(console.err());
        return ExitCode.FAILED;
    }
}
