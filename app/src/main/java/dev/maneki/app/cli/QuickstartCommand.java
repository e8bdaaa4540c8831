package dev.maneki.app.cli;

import dev.maneki.app.gateway.Lifetime;
import dev.maneki.app.output.Console;
import dev.maneki.app.quickstart.Quickstart;
import dev.maneki.app.quickstart.Tour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maneki quickstart}: the gateway at work, with everything that it needs. */
@Command(
        name = "quickstart",
        header = "Serves examples/quickstart with backends of its own, and says what to try.",
        description = {
            "%nNeeds neither root nor a network. Serves the example itself, so that it can be edited"
                    + " while it runs; with other ports a copy in .maneki/. --check makes the tour"
                    + " itself, on a copy and on free ports unless they are given."
        },
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {
            "0:asked to end, and drained; with --check: all was as it should be",
            "1:a port is taken; with --check: something was not as it should be",
            HelpText.USAGE
        },
        footer = {
            "",
            "Examples:",
            "  maneki quickstart",
            "  maneki quickstart --http-port 9080 --https-port 9443",
            "  maneki quickstart --check"
        })
final class QuickstartCommand implements Callable<Integer> {
    private static final int HTTP_PORT = 8080;
    private static final int HTTPS_PORT = 8443;

    private final Console console;

    @Option(names = "--check", description = "Make the tour, say what was seen, and end.")
    private boolean check;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Instead of 8080; 0 for any that is free.")
    private @Nullable Integer httpPort;

    @Option(
            names = "--https-port",
            paramLabel = "PORT",
            description = "Instead of 8443; 0 for any that is free.")
    private @Nullable Integer httpsPort;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description = "The admin address; " + HostPort.DEFAULT_ADMIN + " if not given.")
    private @Nullable HostPort admin;

    @Mixin private HelpOption help = new HelpOption();

    QuickstartCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        try {
            return check ? tour() : serve();
        } catch (Quickstart.StartFailure failure) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()));
        }
    }

    private int tour() throws Exception {
        Path copy = Files.createTempDirectory("maneki-quickstart-");
        try (Quickstart quickstart =
                Quickstart.start(
                        options(0, 0, new HostPort("127.0.0.1", 0), copy, "off"), console)) {
            return new Tour(quickstart, console).make() ? ExitCode.OK : ExitCode.FAILED;
        } finally {
            delete(copy);
        }
    }

    private int serve() throws Exception {
        Lifetime lifetime = Lifetime.begin();
        try (Quickstart quickstart =
                Quickstart.start(
                        options(
                                HTTP_PORT,
                                HTTPS_PORT,
                                HostPort.parse(HostPort.DEFAULT_ADMIN),
                                null,
                                "-"),
                        console)) {
            console.say(whatToTry(quickstart));
            lifetime.await();
            quickstart.drain();
        }
        return ExitCode.OK;
    }

    private Quickstart.Options options(
            int http, int https, HostPort adminDefault, @Nullable Path copyTo, String accessLog) {
        HostPort address = admin == null ? adminDefault : admin;
        return new Quickstart.Options(
                port(httpPort, http, "--http-port"),
                port(httpsPort, https, "--https-port"),
                address.resolve(),
                copyTo,
                accessLog);
    }

    private static int port(@Nullable Integer given, int otherwise, String option) {
        int port = given == null ? otherwise : given;
        if (port != 0 && (port < 1024 || port > 65535)) {
            throw new CommandFailure(
                    ExitCode.USAGE, option + " " + port + ": choose a port from 1024 to 65535");
        }
        return port;
    }

    private static String whatToTry(Quickstart quickstart) {
        String http = "http://localhost:" + quickstart.httpPort();
        Path folder = quickstart.folder();
        String adminOption =
                quickstart.admin().equals(HostPort.DEFAULT_ADMIN)
                        ? ""
                        : " --admin " + quickstart.admin();
        return String.join(
                "\n",
                List.of(
                        "",
                        "Try, in another terminal:",
                        "  curl " + http + "/cart",
                        "  curl " + http + "/checkout/pay -i",
                        "  curl --cacert "
                                + folder.resolve("localhost.crt")
                                + " https://localhost:"
                                + quickstart.httpsPort()
                                + "/cart -H 'x-version: v2'",
                        "  ./maneki explain GET " + http + "/checkout/pay" + adminOption,
                        "  ./maneki status" + adminOption,
                        "Edit the weights at the end of "
                                + folder.resolve("shop.yaml")
                                + " and ask again."
                                + (quickstart.copied()
                                        ? ""
                                        : " (git checkout examples/quickstart undoes it)"),
                        "Ctrl-C drains and ends.",
                        ""));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
