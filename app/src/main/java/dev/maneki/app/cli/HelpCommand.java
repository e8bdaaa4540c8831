package dev.maneki.app.cli;

import dev.maneki.app.output.Console;
import dev.maneki.app.output.TextTable;
import dev.maneki.routing.model.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code maneki help [TOPIC]}. */
@Command(
        name = "help",
        header = "Shows the help of a command, or of a topic: limits.",
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {HelpText.OK, HelpText.USAGE},
        footer = {"", "Examples:", "  maneki help run", "  maneki help limits"})
final class HelpCommand implements Callable<Integer> {
    private static final String LIMITS = "limits";

    private final Console console;

    @Mixin private HelpOption help = new HelpOption();
    @Spec private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "TOPIC",
            completionCandidates = TopicCandidates.class,
            defaultValue = "",
            description = "A command's name, or 'limits'.")
    private String topic = "";

    HelpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        CommandLine root = spec.parent().commandLine();
        if (topic.isEmpty()) {
            root.usage(console.out());
        } else if (topic.equals(LIMITS)) {
            console.print(limits());
        } else {
            CommandLine command = root.getSubcommands().get(topic);
            if (command == null) {
                console.error(UsageFault.noCommand(topic, topics()));
                console.say("see: maneki --help");
                return ExitCode.USAGE;
            }
            command.usage(console.out());
        }
        console.out().flush();
        return ExitCode.OK;
    }

    /** All that there is help for. */
    static List<String> topics() {
        List<String> topics = new ArrayList<>(Maneki.commands());
        topics.add(LIMITS);
        return topics;
    }

    private static String limits() {
        TextTable table = new TextTable("LIMIT", "DEFAULT", "SCOPE", "BOUNDS");
        for (Limit limit : Limit.values()) {
            table.row(
                    limit.title(),
                    LimitValues.write(limit, limit.defaultValue()),
                    limit.scope().name().toLowerCase(Locale.ROOT),
                    limit.description());
        }
        return table
                + """

                Set with: maneki run --limit NAME=VALUE; values are numbers, with ms, s, m, h for
                durations and Ki, Mi, Gi for bytes; 0 is no limit. Those of scope 'gateway' may also be
                set for one Gateway, in the ConfigMap that its spec.infrastructure.parametersRef names.
                """;
    }
}
