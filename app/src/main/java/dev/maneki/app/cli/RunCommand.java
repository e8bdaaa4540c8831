package dev.maneki.app.cli;

import dev.maneki.app.gateway.Gateway;
import dev.maneki.app.gateway.GatewayOptions;
import dev.maneki.app.gateway.GatewayOptions.AccessFormat;
import dev.maneki.app.gateway.Lifetime;
import dev.maneki.app.output.Console;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code maneki run}: the gateway. */
@Command(
        name = "run",
        header = "Serves a folder of Gateway API resources, and every change of it.",
        description = {
            "%nA resource that is refused costs no other: the message says where and what to write,"
                    + " and its last good version stays in force. SIGTERM or Ctrl-C drains and ends,"
                    + " a second one ends at once; SIGHUP begins a new access log file."
        },
        exitCodeListHeading = HelpText.EXIT_CODES_HEADING,
        exitCodeList = {
            "0:asked to end, and drained",
            "1:not one socket, or not the admin address, could be opened",
            HelpText.USAGE,
            "3:there is no such folder"
        },
        footer = {
            "",
            "Examples:",
            "  maneki run --config my-config/",
            "  maneki run --config my-config/ --access-log /var/log/maneki/access.log --drain 60",
            "  maneki run --config my-config/ --limit header-bytes=16Ki --limit streams=50",
            "  maneki help limits"
        })
final class RunCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--config",
            paramLabel = "DIR",
            required = true,
            description = "The folder; read with all folders in it, and watched.")
    private Path folder = Path.of("");

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Where /livez, /readyz, /metrics, /status and /explain are; "
                            + HostPort.DEFAULT_ADMIN
                            + " if not given. It has no password.")
    private HostPort admin = HostPort.parse(HostPort.DEFAULT_ADMIN);

    @Option(
            names = "--access-log",
            paramLabel = "FILE|-|off",
            defaultValue = "-",
            description = "Where each request is recorded; - is standard output, the default.")
    private String accessLog = "-";

    @Option(
            names = "--access-format",
            paramLabel = "json|text",
            description = "A JSON object a line, or text for people: what a terminal gets.")
    private @Nullable AccessFormat accessFormat;

    @Option(
            names = "--drain",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long running requests may take at the end; 30 if not given.")
    private long drainSeconds = 30;

    @Option(
            names = "--limit",
            paramLabel = "NAME=VALUE",
            description = "Sets a limit; may be given again. See: maneki help limits")
    private List<String> limits = new ArrayList<>();

    @Option(
            names = "--trusted-proxies",
            paramLabel = "CIDR",
            split = ",",
            description =
                    "Networks whose Forwarded and X-Forwarded-* fields are believed; nobody's if"
                            + " not given.")
    private List<String> trustedProxies = new ArrayList<>();

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads that carry traffic; one per processor if not given.")
    private @Nullable Integer workers;

    @Mixin private HelpOption help = new HelpOption();

    RunCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        GatewayOptions options = options();
        if (!options.admin().getAddress().isLoopbackAddress()) {
            console.warn(
                    "the admin address "
                            + admin
                            + " can be reached from other machines, and has no"
                            + " password");
        }
        Lifetime lifetime = Lifetime.begin();
        try (Gateway gateway = Gateway.start(options, console)) {
            lifetime.onHangUp(gateway::reopenAccessLog);
            lifetime.await();
            gateway.drain(options.drain());
        } catch (Gateway.StartFailure failure) {
            throw new CommandFailure(ExitCode.FAILED, String.valueOf(failure.getMessage()));
        } catch (IllegalArgumentException wrong) {
            // A network or limit that only the data plane can judge.
            throw new CommandFailure(ExitCode.USAGE, String.valueOf(wrong.getMessage()));
        }
        return ExitCode.OK;
    }

    private GatewayOptions options() {
        if (!Files.isDirectory(folder)) {
            throw new CommandFailure(ExitCode.NOT_FOUND, "there is no folder " + folder);
        }
        if (drainSeconds < 0) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--drain " + drainSeconds + ": seconds cannot be negative");
        }
        if (workers != null && workers < 1) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--workers "
                            + workers
                            + ": at least one thread must carry traffic; leave the option away for"
                            + " one per processor");
        }
        InetSocketAddress address = admin.resolve();
        AccessFormat format = accessFormat;
        if (format == null) {
            boolean people = console.terminal() && accessLog.equals("-");
            format = people ? AccessFormat.TEXT : AccessFormat.JSON;
        }
        return new GatewayOptions(
                folder,
                address,
                admin.host(),
                accessLog,
                format,
                Duration.ofSeconds(drainSeconds),
                LimitValues.parse(limits),
                trustedProxies,
                workers == null ? 0 : workers);
    }
}
