package dev.maneki.app.cli;

import dev.maneki.app.output.Console;
import java.io.PrintWriter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

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
            "  maneki quickstart                             see it at work",
            "  maneki validate my-config/                    check a folder before it is served",
            "  maneki run --config my-config/                serve it",
            "  maneki explain GET https://shop.example/cart  why it goes where it goes",
            "  maneki help limits                            every limit"
        })
public final class Maneki {
    private static final Set<String> ABOUT_OTHERS = Set.of("help", "completion");

    private Maneki() {}

    /** Makes each command; in the order in which help shows them. */
    private static final Map<String, Function<Console, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("quickstart", QuickstartCommand::new);
        COMMANDS.put("run", RunCommand::new);
        COMMANDS.put("validate", ValidateCommand::new);
        COMMANDS.put("explain", ExplainCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("help", HelpCommand::new);
    }

    /** The whole command line, for execution and for completion scripts. */
    static CommandLine commandLine(Console console) {
        return commandLine(console, COMMANDS.keySet());
    }

    private static CommandLine commandLine(Console console, Set<String> commands) {
        CommandLine root = new CommandLine(new Maneki());
        COMMANDS.forEach(
                (name, command) -> {
                    if (commands.contains(name)) {
                        root.addSubcommand(command.apply(console));
                    }
                });
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.setAbbreviatedOptionsAllowed(false);
        root.registerConverter(HostPort.class, Maneki::hostPort);
        root.registerConverter(long.class, Maneki::wholeNumber);
        root.registerConverter(Integer.class, Maneki::smallNumber);
        root.setColorScheme(
                CommandLine.Help.defaultColorScheme(
                        console.colour() ? CommandLine.Help.Ansi.ON : CommandLine.Help.Ansi.OFF));
        root.setOut(new PrintWriter(console.out(), true));
        root.setErr(new PrintWriter(console.err(), true));
        root.setParameterExceptionHandler((wrong, all) -> usage(console, wrong, all));
        root.setExecutionExceptionHandler((failure, _, _) -> failed(console, failure));
        return root;
    }

    /** Runs one command; the answer is one of {@link ExitCode}. */
    public static int execute(Console console, String... arguments) {
        if (arguments.length == 0) {
            commandLine(console).usage(console.err());
            return ExitCode.USAGE;
        }
        String first = arguments[0];
        boolean alone = COMMANDS.containsKey(first) && !ABOUT_OTHERS.contains(first);
        // Reading the annotations of the other commands would be half of a short command's time.
        CommandLine root = alone ? commandLine(console, Set.of(first)) : commandLine(console);
        return root.execute(arguments);
    }

    /** In the words of people: the parser's own message names a Java type. */
    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException wrong) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a whole number");
        }
    }

    private static int smallNumber(String text) {
        long number = wholeNumber(text);
        if (number != (int) number) {
            throw new CommandLine.TypeConversionException("'" + text + "' is too large");
        }
        return (int) number;
    }

    private static HostPort hostPort(String text) {
        try {
            return HostPort.parse(text);
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.TypeConversionException(wrong.getMessage());
        }
    }

    /** The names of all commands. */
    static Set<String> commands() {
        return Collections.unmodifiableSet(COMMANDS.keySet());
    }

    private static int usage(Console console, ParameterException wrong, String... arguments) {
        console.error(UsageFault.message(wrong, arguments));
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
