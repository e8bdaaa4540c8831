package dev.maneki.app.quickstart;

import dev.maneki.app.gateway.Gateway;
import dev.maneki.app.gateway.GatewayOptions;
import dev.maneki.app.gateway.GatewayOptions.AccessFormat;
import dev.maneki.app.output.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The example served by a gateway of this process, with its backends in this process too. */
public final class Quickstart implements AutoCloseable {
    private final QuickstartFolder folder;
    private final Backends backends;
    private final Gateway gateway;
    private final int httpPort;
    private final int httpsPort;

    /** Why it did not start; the message says what to do. */
    public static final class StartFailure extends Exception {
        private static final long serialVersionUID = 1;

        StartFailure(String message) {
            super(message);
        }
    }

    /**
     * What may be chosen.
     *
     * @param httpPort 0 for any that is free
     * @param httpsPort 0 for any that is free
     * @param admin where the admin address listens
     * @param copyTo serve a copy in this folder, which is made anew; null to serve the example
     *     itself where its ports can be had
     * @param accessLog as in {@link GatewayOptions}
     */
    public record Options(
            int httpPort,
            int httpsPort,
            InetSocketAddress admin,
            @Nullable Path copyTo,
            String accessLog) {}

    private Quickstart(
            QuickstartFolder folder,
            Backends backends,
            Gateway gateway,
            int httpPort,
            int httpsPort) {
        this.folder = folder;
        this.backends = backends;
        this.gateway = gateway;
        this.httpPort = httpPort;
        this.httpsPort = httpsPort;
    }

    /**
     * Starts backends and gateway.
     *
     * @throws StartFailure if the example is missing, or a port is taken
     */
    public static Quickstart start(Options options, Console console) throws StartFailure {
        if (!Files.isDirectory(QuickstartFolder.example())) {
            throw new StartFailure(
                    "the example "
                            + QuickstartFolder.example()
                            + " is missing; run ./maneki of a source tree");
        }
        int http = free(options.httpPort(), "--http-port");
        int https = free(options.httpsPort(), "--https-port");
        Backends backends = new Backends();
        try {
            Map<Integer, Integer> ports = startBackends(backends);
            ports.put(QuickstartFolder.HTTP_PORT, http);
            ports.put(QuickstartFolder.HTTPS_PORT, https);
            QuickstartFolder folder = folder(options, ports, http);
            GatewayOptions gatewayOptions =
                    new GatewayOptions(
                            folder.path(),
                            options.admin(),
                            "localhost",
                            options.accessLog(),
                            AccessFormat.TEXT,
                            Duration.ofSeconds(10),
                            Map.of(),
                            List.of(),
                            0);
            Gateway gateway = Gateway.start(gatewayOptions, console);
            return new Quickstart(folder, backends, gateway, http, https);
        } catch (Gateway.StartFailure failure) {
            backends.close();
            throw new StartFailure(String.valueOf(failure.getMessage()));
        } catch (RuntimeException failure) {
            backends.close();
            throw failure;
        }
    }

    private static QuickstartFolder folder(
            Options options, Map<Integer, Integer> ports, int httpPort) {
        boolean asWritten =
                ports.entrySet().stream().allMatch(e -> e.getKey().equals(e.getValue()));
        Path copyTo = options.copyTo();
        if (copyTo == null && asWritten) {
            return new QuickstartFolder(QuickstartFolder.example(), false);
        }
        Path target =
                copyTo != null
                        ? copyTo
                        : QuickstartFolder.projectRoot()
                                .resolve(".maneki")
                                .resolve("quickstart-" + httpPort);
        return QuickstartFolder.copy(target, ports);
    }

    /** Starts each at the example's port, or at another where that is taken. */
    private static Map<Integer, Integer> startBackends(Backends backends) {
        Map<Integer, Integer> ports = new HashMap<>();
        QuickstartFolder.BACKENDS.forEach(
                (name, wanted) -> {
                    int port = isFree(wanted) ? wanted : 0;
                    int actual =
                            switch (name) {
                                case "chat" -> backends.webSocket(name, port);
                                case "echo" -> backends.grpc(name, port);
                                default -> backends.http(name, port);
                            };
                    ports.put(wanted, actual);
                });
        return ports;
    }

    private static int free(int port, String option) throws StartFailure {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return socket.getLocalPort();
        } catch (IOException taken) {
            throw new StartFailure(
                    "port "
                            + port
                            + " cannot be opened ("
                            + taken.getMessage()
                            + "); choose another with "
                            + option);
        }
    }

    private static boolean isFree(int port) {
        try {
            return free(port, "") == port;
        } catch (StartFailure taken) {
            return false;
        }
    }

    /** The folder that is served. */
    public Path folder() {
        return folder.path();
    }

    /** Whether it is a copy of the example. */
    public boolean copied() {
        return folder.copied();
    }

    /** Where HTTP is served on the loopback address. */
    public int httpPort() {
        return httpPort;
    }

    /** Where HTTPS is served on the loopback address. */
    public int httpsPort() {
        return httpsPort;
    }

    /** The admin address, {@code host:port}. */
    public String admin() {
        return "127.0.0.1:" + gateway.adminAddress().getPort();
    }

    /** Lets running requests end. */
    public boolean drain() {
        return gateway.drain(Duration.ofSeconds(10));
    }

    /** Ends gateway and backends. */
    @Override
    public void close() {
        gateway.close();
        backends.close();
    }
}
