package dev.maneki.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A gateway as a process of its own: signals, exit codes, a hard end and a new start. */
@DisabledOnOs(OS.WINDOWS)
class LifeIT {
    private static final String CONFIGURATION =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata:
              name: front
            spec:
              gatewayClassName: maneki
              addresses:
                - value: 127.0.0.1
              listeners:
                - name: http
                  protocol: HTTP
                  port: %d
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata:
              name: slow
            spec:
              parentRefs:
                - name: front
              rules:
                - backendRefs:
                    - name: slow
                      port: 80
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: slow
            spec:
              ports:
                - port: 80
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata:
              name: slow-1
              labels:
                kubernetes.io/service-name: slow
            addressType: IPv4
            ports:
              - port: %d
            endpoints:
              - addresses: [127.0.0.1]
            """;

    @TempDir Path folder;

    private final HttpClient client = HttpClient.newHttpClient();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);
    private final List<Process> processes = new ArrayList<>();
    private HttpServer backend;
    private int port;
    private int adminPort;

    @BeforeEach
    void open() throws IOException {
        backend = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        backend.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        backend.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        if (exchange.getRequestURI().getPath().equals("/slow")) {
                            arrived.countDown();
                            released.await();
                        }
                        exchange.sendResponseHeaders(200, -1);
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    }
                });
        backend.start();
        port = freePort();
        adminPort = freePort();
        Files.writeString(
                folder.resolve("all.yaml"),
                CONFIGURATION.formatted(port, backend.getAddress().getPort()));
    }

    @AfterEach
    void end() {
        released.countDown();
        processes.forEach(Process::destroyForcibly);
        backend.stop(0);
        client.shutdownNow();
    }

    @Test
    void askedToEndItFinishesWhatRunsAndExitsWithZero() throws Exception {
        Process gateway = start();
        CompletableFuture<HttpResponse<String>> slow =
                client.sendAsync(request(port, "/slow"), HttpResponse.BodyHandlers.ofString());
        arrived.await();

        gateway.destroy();
        awaitStatus(503);
        released.countDown();

        assertThat(slow.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isZero();
    }

    @Test
    void askedTwiceItEndsAtOnce() throws Exception {
        Process gateway = start();
        client.sendAsync(request(port, "/slow"), HttpResponse.BodyHandlers.ofString());
        arrived.await();

        gateway.destroy();
        awaitStatus(503);
        gateway.destroy();

        // The request that would hold a drain for its 300 seconds is still running.
        assertThat(gateway.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(gateway.exitValue()).isNotZero();
    }

    @Test
    void endedHardItStartsAgainAsIfNothingHadHappened() throws Exception {
        Process first = start();
        assertThat(status(port, "/")).isEqualTo(200);
        first.destroyForcibly().waitFor();

        start();

        assertThat(status(port, "/")).isEqualTo(200);
    }

    private Process start() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.maneki.app.App",
                                "run",
                                "--config",
                                folder.toString(),
                                "--admin",
                                "127.0.0.1:" + adminPort,
                                "--access-log",
                                "off",
                                "--drain",
                                "300",
                                "--workers",
                                "1")
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("output.log").toFile())
                        .start();
        processes.add(process);
        awaitStatus(200);
        return process;
    }

    private void awaitStatus(int wanted) throws Exception {
        int status = -1;
        for (int i = 0; i < 3_000 && status != wanted; i++) {
            status = status(adminPort, "/readyz");
            Thread.sleep(20);
        }
        assertThat(status).as(Files.readString(folder.resolve("output.log"))).isEqualTo(wanted);
    }

    /** The status, or -1 where nobody listens. */
    private int status(int ofPort, String path) throws Exception {
        try {
            return client.send(request(ofPort, path), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (ConnectException nobody) {
            return -1;
        }
    }

    private static HttpRequest request(int ofPort, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + ofPort + path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
