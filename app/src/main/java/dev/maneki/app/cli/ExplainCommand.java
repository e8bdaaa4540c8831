package dev.maneki.app.cli;

import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.app.configuration.Configuration;
import dev.maneki.app.configuration.ConfigurationFolder;
import dev.maneki.app.explain.RequestExplainer;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Tree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code maneki explain}: which rule would serve a request, and why no other. */
@Command(
        name = "explain",
        header = "Says which rule would serve a request, and why the others do not.",
        description = {
            "%nAsks a running gateway, or with --config reads a folder and opens no socket. The"
                    + " answer comes from the matcher that serves requests."
        },
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {
            HelpText.OK,
            "1:no gateway answers at the admin address",
            HelpText.USAGE,
            "3:there is no such folder"
        },
        footer = {
            "",
            "Examples:",
            "  maneki explain GET http://localhost:8080/cart",
            "  maneki explain POST https://shop.example/cart -H 'x-version: v2' --config my-config/",
            "  maneki explain GET https://shop.example/ -o json"
        })
final class ExplainCommand implements Callable<Integer> {
    private final Console console;

    @Parameters(index = "0", paramLabel = "METHOD", description = "Such as GET.")
    private String method = "GET";

    @Parameters(index = "1", paramLabel = "URL", description = "Absolute, http or https.")
    private String url = "";

    @Option(
            names = {"-H", "--header"},
            paramLabel = "'NAME: VALUE'",
            description = "A header field of the request; may be given again.")
    private List<String> headers = new ArrayList<>();

    @Option(
            names = "--client-ip",
            paramLabel = "IP",
            defaultValue = "",
            description = "Where the request comes from.")
    private String clientIp = "";

    @Option(
            names = "--config",
            paramLabel = "DIR",
            description = "Read this folder instead of asking a running gateway.")
    private @Nullable Path folder;

    @Mixin private AdminOption admin = new AdminOption();
    @Mixin private OutputOption output = new OutputOption();
    @Mixin private HelpOption help = new HelpOption();

    ExplainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        ExplainQuery query = new ExplainQuery(method, url, headers, clientIp);
        Path given = folder;
        Tree.Fields answer =
                given == null
                        ? admin.ask(client -> client.explain(query))
                        : fromFolder(given, query);
        output.print(console, answer, () -> new ExplanationText(answer).toString());
        return ExitCode.OK;
    }

    private Tree.Fields fromFolder(Path given, ExplainQuery query) {
        if (!Files.exists(given)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no folder " + given);
        }
        Configuration configuration = new ConfigurationFolder(given, List.of()).read();
        if (configuration.content().hasErrors()) {
            console.warn(
                    "something in the folder is refused and not served; see: maneki validate "
                            + given);
        }
        try {
            return new RequestExplainer(configuration.translation()).explain(query);
        } catch (IllegalArgumentException wrong) {
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
    }
}
