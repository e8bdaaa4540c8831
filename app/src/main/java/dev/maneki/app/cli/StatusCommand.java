package dev.maneki.app.cli;

import dev.maneki.app.admin.StatusFilter;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Tree;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maneki status}: what a running gateway makes of its resources. */
@Command(
        name = "status",
        header = "Shows what a running gateway makes of its resources.",
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {
            HelpText.OK,
            "1:no gateway answers at the admin address",
            HelpText.USAGE,
            "3:there is no such resource"
        },
        footer = {
            "",
            "Examples:",
            "  maneki status                         all that has a status, and who listens where",
            "  maneki status httproutes -n shop      the HTTPRoutes of one namespace",
            "  maneki status gateway/front -o yaml   one Gateway, all of it"
        })
final class StatusCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(
            arity = "0..1",
            paramLabel = "KIND[/NAME]",
            defaultValue = "",
            completionCandidates = KindCandidates.class,
            description =
                    "A kind as kubectl takes it (httproute, httproutes, gw, ...), and a name.")
    private String resource = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            defaultValue = "",
            description = "Only of this namespace; else of all.")
    private String namespace = "";

    @Mixin private AdminOption admin = new AdminOption();
    @Mixin private HelpOption help = new HelpOption();
    @Mixin private OutputOption output = new OutputOption();

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        StatusFilter filter = filter();
        Tree.Fields answer = admin.ask(client -> client.status(filter));
        boolean found = !answer.items("resources").isEmpty();
        if (!found && !filter.name().isEmpty()) {
            throw new CommandFailure(
                    ExitCode.NOT_FOUND,
                    "the gateway knows no "
                            + filter.kind()
                            + " '"
                            + filter.name()
                            + "'"
                            + (namespace.isEmpty() ? "" : " in namespace " + namespace)
                            + "; see: maneki status "
                            + filter.kind().toLowerCase(java.util.Locale.ROOT));
        }
        output.print(console, answer, () -> new StatusTable(answer, filter).toString());
        if (!found && output.forPeople() && !resource.isEmpty()) {
            console.say("no resources");
        }
        return ExitCode.OK;
    }

    private StatusFilter filter() {
        int slash = resource.indexOf('/');
        String kind = slash < 0 ? resource : resource.substring(0, slash);
        String name = slash < 0 ? "" : resource.substring(slash + 1);
        if (kind.isEmpty()) {
            return new StatusFilter("", namespace, "");
        }
        String proper =
                Kinds.named(kind)
                        .orElseThrow(
                                () ->
                                        new CommandFailure(
                                                ExitCode.USAGE,
                                                "there is no kind '"
                                                        + kind
                                                        + "'; one of "
                                                        + String.join(", ", Kinds.all())));
        return new StatusFilter(proper, namespace, name);
    }
}
