package dev.maneki.connect.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.maneki.connect.Router;
import dev.maneki.connect.Service;
import dev.maneki.connect.netty.NettyServer;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * grpcurl, which has no .proto file and asks for all it needs. Skipped where it is not installed
 * ({@code go install github.com/fullstorydev/grpcurl/cmd/grpcurl@latest}).
 */
class GrpcurlIT {
    private NettyServer server;

    @BeforeEach
    void serve() {
        List<Service> services = List.of(new Health().service());
        Router.Builder router = Router.builder();
        services.forEach(router::service);
        Reflection.of(services).forEach(router::service);
        server =
                NettyServer.builder(router.build()::serve)
                        .listen(new InetSocketAddress("localhost", 0))
                        .threads(1)
                        .start();
    }

    @AfterEach
    void stop() {
        server.shutdown(Duration.ZERO).join();
    }

    @Test
    void itListsTheServices() throws Exception {
        assertThat(grpcurl(List.of(), "list").lines())
                .containsExactly(
                        "grpc.health.v1.Health",
                        "grpc.reflection.v1.ServerReflection",
                        "grpc.reflection.v1alpha.ServerReflection");
    }

    @Test
    void itDescribesWhatIsDeclared() throws Exception {
        assertThat(grpcurl(List.of(), "describe", "grpc.health.v1.Health.Watch"))
                .contains("rpc Watch ( .grpc.health.v1.HealthCheckRequest )")
                .contains("stream .grpc.health.v1.HealthCheckResponse");
        assertThat(grpcurl(List.of(), "describe", "grpc.health.v1.HealthListResponse"))
                .contains("map<string, .grpc.health.v1.HealthCheckResponse> statuses = 1");
    }

    @Test
    void itCallsByWhatItWasTold() throws Exception {
        assertThat(grpcurl(List.of("-d", "{}"), "grpc.health.v1.Health/Check"))
                .contains("\"status\": \"SERVING\"");
    }

    private String grpcurl(List<String> options, String... what)
            throws IOException, InterruptedException {
        Path program = program();
        List<String> command = new ArrayList<>(List.of(program.toString(), "-plaintext"));
        command.addAll(options);
        command.add("localhost:" + server.port());
        command.addAll(List.of(what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    private static Path program() {
        String path = System.getenv().getOrDefault("PATH", "");
        List<Path> found =
                Stream.concat(
                                Stream.of(path.split(File.pathSeparator)),
                                Stream.of(System.getProperty("user.home") + "/go/bin"))
                        .map(folder -> Path.of(folder, "grpcurl"))
                        .filter(Files::isExecutable)
                        .toList();
        assumeTrue(!found.isEmpty(), "grpcurl is not installed");
        return found.getFirst();
    }
}
