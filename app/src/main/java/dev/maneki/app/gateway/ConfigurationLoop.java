package dev.maneki.app.gateway;

import dev.maneki.app.configuration.Configuration;
import dev.maneki.app.configuration.ConfigurationFolder;
import dev.maneki.app.watch.FolderWatcher;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.routing.model.EndpointTable;
import dev.maneki.routing.model.RoutingModel;
import dev.maneki.translate.status.ListenAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/**
 * The way of a change: a file is touched, the folder read again, translated, and the data plane
 * told, as one swap. A thread of its own; nothing that happens here ends it.
 */
final class ConfigurationLoop implements Runnable {
    /** A socket that could not be opened is tried again after this long. */
    private static final Duration RETRY = Duration.ofSeconds(2);

    private static final Duration FOREVER = Duration.ofHours(1);

    /** Who serves it: the data plane. */
    interface Service {
        /** Serves this from now on; answers the sockets that could not be opened, and why. */
        Map<ListenAddress, String> apply(RoutingModel model, EndpointTable endpoints);
    }

    private final Path root;
    private final FolderWatcher watcher;
    private final ConfigurationFolder folder;
    private final Service service;
    private final ConfigurationMetrics metrics;
    private final Journal journal;
    private volatile Served served;
    private volatile boolean ended;

    /** Reads the folder for the first time and serves what it says. */
    ConfigurationLoop(
            Path root,
            FolderWatcher watcher,
            ConfigurationFolder folder,
            Service service,
            ConfigurationMetrics metrics,
            Journal journal) {
        this.root = root;
        this.watcher = watcher;
        this.folder = folder;
        this.service = service;
        this.metrics = metrics;
        this.journal = journal;
        Configuration first = folder.read();
        this.served = serve(first);
        journal.started(root, served);
    }

    /** What is served now. */
    Served served() {
        return served;
    }

    /** Takes no change from now on; one that is being taken over may still come into force. */
    void end() {
        ended = true;
    }

    @Override
    public void run() {
        boolean complete = true;
        while (!ended && !Thread.currentThread().isInterrupted()) {
            try {
                boolean retry = !served.failures().isEmpty() || !complete;
                Set<Path> touched = watcher.await(retry ? RETRY : FOREVER);
                long start = System.nanoTime();
                if (!touched.isEmpty() || !complete) {
                    Configuration next = complete ? folder.reread(touched) : folder.read();
                    change(next, start, !complete);
                    complete = true;
                } else if (!served.failures().isEmpty()) {
                    retry();
                }
            } catch (InterruptedException ended) {
                return;
            } catch (RuntimeException | StackOverflowError wrong) {
                if (ended) {
                    // Who drains takes no change any more.
                    return;
                }
                // What was in force stays in force; next time everything is looked at again.
                complete = false;
                metrics.failed();
                journal.failed(wrong);
            }
        }
    }

    /**
     * @param always even if it is what was read the time before: that may not be served
     */
    private void change(Configuration next, long start, boolean always) {
        Configuration before = served.configuration();
        SnapshotChange change = next.content().change();
        boolean sameFindings = next.content().findings().equals(before.content().findings());
        if (change.isEmpty() && sameFindings && !always) {
            return;
        }
        Served then = served;
        served = serve(next);
        journal.changed(then, served, Duration.ofNanos(System.nanoTime() - start));
    }

    private void retry() {
        Served then = served;
        served = serve(then.configuration());
        journal.retried(then, served);
    }

    private Served serve(Configuration configuration) {
        Map<ListenAddress, String> failures =
                service.apply(
                        configuration.translation().model(),
                        configuration.translation().endpoints());
        Served now = Served.of(configuration, failures, Instant.now());
        metrics.serving(now);
        return now;
    }
}
