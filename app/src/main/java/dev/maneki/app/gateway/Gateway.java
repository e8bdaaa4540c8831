package dev.maneki.app.gateway;

import dev.maneki.app.admin.AdminPages;
import dev.maneki.app.admin.AdminServer;
import dev.maneki.app.admin.ExplainQuery;
import dev.maneki.app.admin.StatusFilter;
import dev.maneki.app.configuration.ConfigurationFolder;
import dev.maneki.app.output.Console;
import dev.maneki.app.output.Tree;
import dev.maneki.app.watch.FolderWatcher;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A running gateway: a folder in, traffic served, questions answered.
 *
 * <p>Its life: {@link #start}; {@link #drain}, which makes it unready and lets requests end; {@link
 * #close}. Safe from any thread.
 */
public final class Gateway implements AutoCloseable {
    private final DataPlane dataPlane;
    private final FolderWatcher watcher;
    private final ConfigurationLoop loop;
    private final Thread configurationThread;
    private final AdminServer admin;
    private final Journal journal;
    private final Pages pages;

    /** Why a gateway did not start; the message says what to do. */
    public static final class StartFailure extends Exception {
        private static final long serialVersionUID = 1;

        StartFailure(String message) {
            super(message);
        }
    }

    private Gateway(
            DataPlane dataPlane,
            FolderWatcher watcher,
            ConfigurationLoop loop,
            AdminServer admin,
            Pages pages,
            Journal journal) {
        this.dataPlane = dataPlane;
        this.watcher = watcher;
        this.loop = loop;
        this.admin = admin;
        this.pages = pages;
        this.journal = journal;
        this.configurationThread =
                Thread.ofPlatform().name("configuration").daemon().unstarted(loop);
    }

    /**
     * Starts everything; returns when every valid listener accepts.
     *
     * @throws StartFailure if the folder cannot be read, or not one socket could be opened
     */
    public static Gateway start(GatewayOptions options, Console console) throws StartFailure {
        Journal journal = new Journal(console);
        Pages pages = new Pages();
        // First, so that a second process on the same machine ends before it touches traffic.
        AdminServer admin = openAdmin(options, pages);
        DataPlane dataPlane = null;
        FolderWatcher watcher = null;
        try {
            watcher = openWatcher(options);
            ConfigurationMetrics metrics = new ConfigurationMetrics();
            dataPlane = DataPlane.start(options, metrics, console);
            ConfigurationLoop loop =
                    new ConfigurationLoop(
                            options.folder(),
                            watcher,
                            new ConfigurationFolder(options.folder(), MachineAddresses.all()),
                            dataPlane::apply,
                            metrics,
                            journal);
            Served served = loop.served();
            int sockets = served.configuration().translation().model().ports().size();
            if (sockets > 0 && served.failures().size() == sockets) {
                // The journal has told of each.
                throw new StartFailure("no socket could be opened, so nothing can be served");
            }
            Gateway gateway = new Gateway(dataPlane, watcher, loop, admin, pages, journal);
            pages.begin(loop, dataPlane);
            gateway.configurationThread.start();
            journal.say("  admin  " + gateway.adminUrl());
            return gateway;
        } catch (StartFailure | RuntimeException failed) {
            admin.close();
            if (watcher != null) {
                watcher.close();
            }
            if (dataPlane != null) {
                dataPlane.close();
            }
            throw failed;
        }
    }

    private static AdminServer openAdmin(GatewayOptions options, Pages pages) throws StartFailure {
        try {
            return AdminServer.start(options.admin(), options.adminName(), pages);
        } catch (IOException taken) {
            throw new StartFailure(
                    "the admin address "
                            + options.admin().getHostString()
                            + ":"
                            + options.admin().getPort()
                            + " cannot be opened ("
                            + taken.getMessage()
                            + "); is another gateway running? Choose another with --admin HOST:PORT");
        }
    }

    private static FolderWatcher openWatcher(GatewayOptions options) throws StartFailure {
        try {
            return FolderWatcher.open(options.folder());
        } catch (IOException unreadable) {
            throw new StartFailure(
                    "the folder "
                            + options.folder()
                            + " cannot be watched: "
                            + unreadable.getMessage());
        }
    }

    /** Where the admin address listens. */
    public InetSocketAddress adminAddress() {
        return admin.address();
    }

    private String adminUrl() {
        InetSocketAddress address = admin.address();
        String host = address.getAddress().getHostAddress();
        return "http://"
                + (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
                + ":"
                + address.getPort();
    }

    /**
     * Becomes unready, takes no new connections, and waits for running requests.
     *
     * @return whether all ended in time
     */
    public boolean drain(Duration patience) {
        pages.draining();
        loop.end();
        configurationThread.interrupt();
        journal.say("draining for up to " + patience.toSeconds() + " s");
        int cut = dataPlane.drain(patience);
        journal.say(cut == 0 ? "drained" : "drained; connections cut: " + cut);
        return cut == 0;
    }

    /** Asks for a new access log file, as after a rotation. */
    public void reopenAccessLog() {
        dataPlane.reopenAccessLog();
    }

    /** Ends at once. */
    @Override
    public void close() {
        loop.end();
        configurationThread.interrupt();
        dataPlane.close();
        watcher.close();
        admin.close();
    }

    /** What the admin address shows, before, during and after the service. */
    private static final class Pages implements AdminPages {
        private volatile @Nullable ConfigurationLoop loop;
        private volatile @Nullable DataPlane dataPlane;
        private volatile boolean draining;

        void begin(ConfigurationLoop newLoop, DataPlane newDataPlane) {
            loop = newLoop;
            dataPlane = newDataPlane;
        }

        void draining() {
            draining = true;
        }

        @Override
        public Optional<String> unready() {
            ConfigurationLoop running = loop;
            if (running == null) {
                return Optional.of("starting");
            }
            if (draining) {
                return Optional.of("draining");
            }
            return running.served().failures().isEmpty()
                    ? Optional.empty()
                    : Optional.of(Journal.join(running.served().failures()));
        }

        @Override
        public String metrics() {
            DataPlane running = dataPlane;
            return running == null ? "" : running.metrics().scrape();
        }

        @Override
        public Tree status(StatusFilter filter) {
            return new StatusPage(served(), filter).tree();
        }

        @Override
        public Tree explain(ExplainQuery query) {
            return served().explainer().get().explain(query);
        }

        private Served served() {
            ConfigurationLoop running = loop;
            if (running == null) {
                throw new IllegalArgumentException("the gateway is starting; ask again");
            }
            return running.served();
        }
    }
}
