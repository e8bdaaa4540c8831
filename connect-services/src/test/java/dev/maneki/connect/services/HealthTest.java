package dev.maneki.connect.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.maneki.connect.Client;
import dev.maneki.connect.Code;
import dev.maneki.connect.ConnectException;
import dev.maneki.connect.Protocol;
import dev.maneki.connect.Router;
import dev.maneki.connect.ServerStream;
import dev.maneki.connect.inprocess.InProcessTransport;
import dev.maneki.connect.services.health.v1.HealthCheckRequest;
import dev.maneki.connect.services.health.v1.HealthCheckResponse;
import dev.maneki.connect.services.health.v1.HealthCheckResponse.ServingStatus;
import dev.maneki.connect.services.health.v1.HealthClient;
import dev.maneki.connect.services.health.v1.HealthListRequest;
import java.net.URI;
import org.junit.jupiter.api.Test;

class HealthTest {
    private final Health health = new Health();
    private final HealthClient client =
            new HealthClient(
                    Client.builder(
                                    new InProcessTransport(
                                            Router.builder().service(health.service()).build()),
                                    URI.create("http://test"))
                            .protocol(Protocol.GRPC)
                            .build());

    private static HealthCheckRequest of(String service) {
        return HealthCheckRequest.newBuilder().setService(service).build();
    }

    @Test
    void theServerServesFromTheBeginning() {
        assertThat(client.check(of("")).getStatus()).isEqualTo(ServingStatus.SERVING);
    }

    @Test
    void whatNobodyHasSetIsNotFound() {
        health.set("a.A", ServingStatus.SERVING);
        health.clear("a.A");

        assertThatThrownBy(() -> client.check(of("a.A")))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.NOT_FOUND));
    }

    @Test
    void allAreListedUnlessTheyAreTooMany() {
        health.set("a.A", ServingStatus.NOT_SERVING);

        assertThat(client.list(HealthListRequest.getDefaultInstance()).getStatusesMap())
                .hasSize(2)
                .containsEntry(
                        "a.A",
                        HealthCheckResponse.newBuilder()
                                .setStatus(ServingStatus.NOT_SERVING)
                                .build());

        for (int i = 0; i < 100; i++) {
            health.set("a.A" + i, ServingStatus.SERVING);
        }
        assertThatThrownBy(() -> client.list(HealthListRequest.getDefaultInstance()))
                .isInstanceOfSatisfying(
                        ConnectException.class,
                        e -> assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED));
    }

    @Test
    void whoWatchesIsToldTheStatusAndEachChange() {
        try (ServerStream<HealthCheckResponse> watch = client.watch(of("a.A"))) {
            assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVICE_UNKNOWN);
            health.set("b.B", ServingStatus.SERVING); // another's business
            health.set("a.A", ServingStatus.SERVING);
            assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.SERVING);
            health.set("a.A", ServingStatus.SERVING); // no change
            health.set("a.A", ServingStatus.NOT_SERVING);
            assertThat(watch.next().getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        }
    }

    @Test
    void afterShutdownNothingServesWhateverIsSet() {
        health.set("a.A", ServingStatus.SERVING);
        health.shutdown();
        health.set("a.A", ServingStatus.SERVING);

        assertThat(client.check(of("a.A")).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
        assertThat(client.check(of("")).getStatus()).isEqualTo(ServingStatus.NOT_SERVING);
    }
}
