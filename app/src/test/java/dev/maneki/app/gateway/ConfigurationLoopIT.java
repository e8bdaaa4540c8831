package dev.maneki.app.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.app.configuration.ConfigurationFolder;
import dev.maneki.app.output.Console;
import dev.maneki.app.watch.FolderWatcher;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The loop alone, over a real folder, with somebody else in the data plane's place. */
class ConfigurationLoopIT {
    private static final String GATEWAY =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata:
              name: front
            spec:
              gatewayClassName: maneki
              listeners:
                - name: http
                  protocol: HTTP
                  port: 8080
            """;

    @TempDir Path folder;

    @Test
    void aChangeThatCouldNotBeServedIsServedLater() throws Exception {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(messages, true, StandardCharsets.UTF_8);
        AtomicBoolean broken = new AtomicBoolean();
        BlockingQueue<Integer> ports = new LinkedBlockingQueue<>();
        FolderWatcher watcher = FolderWatcher.open(folder);
        ConfigurationLoop loop =
                new ConfigurationLoop(
                        folder,
                        watcher,
                        new ConfigurationFolder(folder, List.of("127.0.0.1")),
                        (model, endpoints) -> {
                            if (broken.getAndSet(false)) {
                                throw new IllegalStateException("broken");
                            }
                            ports.add(model.ports().size());
                            return Map.of();
                        },
                        new ConfigurationMetrics(),
                        new Journal(new Console(out, out, false, false)));
        assertThat(ports.take()).isZero();
        Thread thread = Thread.ofPlatform().daemon().start(loop);
        try {
            broken.set(true);
            Files.writeString(folder.resolve("gateway.yaml"), GATEWAY);

            assertThat(ports.poll(20, TimeUnit.SECONDS)).isEqualTo(1);
            loop.end(); // with what it is doing: the data plane is told first
            thread.interrupt();
            thread.join();
            assertThat(loop.served().configuration().translation().model().ports()).hasSize(1);
        } finally {
            thread.interrupt();
            thread.join();
            watcher.close();
        }
    }

    @Test
    void aChangeThatTheDrainComesBeforeIsNoFault() throws Exception {
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(messages, true, StandardCharsets.UTF_8);
        AtomicBoolean drained = new AtomicBoolean();
        AtomicReference<ConfigurationLoop> running = new AtomicReference<>();
        FolderWatcher watcher = FolderWatcher.open(folder);
        ConfigurationLoop loop =
                new ConfigurationLoop(
                        folder,
                        watcher,
                        new ConfigurationFolder(folder, List.of("127.0.0.1")),
                        (model, endpoints) -> {
                            if (drained.get()) {
                                running.get().end();
                                throw new IllegalStateException("drained already");
                            }
                            return Map.of();
                        },
                        new ConfigurationMetrics(),
                        new Journal(new Console(out, out, false, false)));
        running.set(loop);
        drained.set(true);
        Thread thread = Thread.ofPlatform().daemon().start(loop);
        try {
            Files.writeString(folder.resolve("gateway.yaml"), GATEWAY);

            thread.join(TimeUnit.SECONDS.toMillis(20));
            assertThat(thread.isAlive()).isFalse();
            assertThat(messages.toString(StandardCharsets.UTF_8)).doesNotContain("could not be");
        } finally {
            thread.interrupt();
            watcher.close();
        }
    }
}
