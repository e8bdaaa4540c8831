package dev.maneki.app.gateway;

import dev.maneki.app.configuration.Configuration;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Counted;
import dev.maneki.resources.Finding;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.routing.model.Port;
import dev.maneki.translate.status.ListenAddress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Tells the operator, on standard error, what the process does and what is wrong. */
final class Journal {
    /** A change of ten thousand routes is told in a few lines. */
    private static final int NAMED = 5;

    private static final int FINDINGS = 50;

    private final Console console;

    Journal(Console console) {
        this.console = console;
    }

    void say(String message) {
        console.say(message);
    }

    void started(Path folder, Served served) {
        Configuration configuration = served.configuration();
        findings(configuration.findings());
        console.say(
                "serving "
                        + folder
                        + ": "
                        + Counted.of(configuration.content().snapshot().size(), "resource")
                        + " of "
                        + Counted.of(configuration.content().files(), "file"));
        List<Port> ports = served.portsInOrder();
        if (ports.isEmpty()) {
            console.warn(
                    "nothing to listen on: no Gateway in the folder has a valid listener;"
                            + " waiting for one");
        }
        for (Port port : ports) {
            ListenAddress address = new ListenAddress(port.address(), port.number());
            String failure = served.failures().get(address);
            if (failure == null) {
                console.say(line(port, address));
            } else {
                console.error(failure);
            }
        }
    }

    private static String line(Port port, ListenAddress address) {
        return String.format(
                Locale.ROOT,
                "  %-5s  %-21s  %s",
                port.protocol().toString().toLowerCase(Locale.ROOT),
                address,
                port.listeners().stream()
                        .map(listener -> listener.id().toString())
                        .collect(Collectors.joining(", ")));
    }

    void changed(Served before, Served now, Duration took) {
        SnapshotChange change = now.configuration().content().change();
        console.say(
                change.isEmpty()
                        ? "files changed, and no resource by it: all is served as before"
                        : "change "
                                + (now.configuration().number() - 1)
                                + ": "
                                + summary(change)
                                + "; in force after "
                                + Math.max(1, took.toMillis())
                                + " ms");
        findings(now.configuration().newFindings(before.configuration()));
        if (before.configuration().refused() > 0 && now.configuration().refused() == 0) {
            console.say("nothing in the folder is refused any more");
        }
        retried(before, now);
    }

    void retried(Served before, Served now) {
        now.failures()
                .forEach(
                        (address, why) -> {
                            if (!why.equals(before.failures().get(address))) {
                                console.error(why);
                            }
                        });
        for (ListenAddress address : before.failures().keySet()) {
            if (!now.failures().containsKey(address)) {
                console.say("listening on " + address + " now");
            }
        }
    }

    private static String summary(SnapshotChange change) {
        List<String> parts = new ArrayList<>();
        named(change.added(), "new", parts);
        named(
                change.replaced().stream().map(SnapshotChange.Replaced::after).toList(),
                "changed",
                parts);
        named(change.removed(), "gone", parts);
        return String.join("; ", parts);
    }

    private static void named(List<? extends Resource> resources, String what, List<String> parts) {
        if (resources.isEmpty()) {
            return;
        }
        String names =
                resources.stream()
                        .limit(NAMED)
                        .map(resource -> resource.id().toString())
                        .collect(Collectors.joining(", "));
        int more = resources.size() - NAMED;
        parts.add(names + (more > 0 ? " and " + more + " more " : " ") + what);
    }

    private void findings(List<Finding> findings) {
        findings.stream().limit(FINDINGS).forEach(finding -> console.say(finding.toString()));
        if (findings.size() > FINDINGS) {
            console.say("and " + (findings.size() - FINDINGS) + " more; see: maneki status");
        }
    }

    /** A fault of ours: with its trace, for whoever mends it. */
    void failed(Throwable wrong) {
        StringWriter trace = new StringWriter();
        wrong.printStackTrace(new PrintWriter(trace));
        console.error(
                "a change could not be taken over; what was served is served still. " + trace);
    }

    /** Addresses that could not be opened, each on a line. */
    static String join(Map<ListenAddress, String> failures) {
        return failures.values().stream().sorted().collect(Collectors.joining("\n       "));
    }
}
