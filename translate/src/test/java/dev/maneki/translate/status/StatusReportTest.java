package dev.maneki.translate.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.translate.TestResources;
import dev.maneki.translate.Translator;
import dev.maneki.translate.TranslatorOptions;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StatusReportTest {
    private static final ResourceId A = new ResourceId("Gateway", "default", "a");
    private static final ResourceId B = new ResourceId("Gateway", "default", "b");
    private static final ListenAddress EVERY_80 = new ListenAddress("", 80);

    private final StatusReport report =
            new Translator(TranslatorOptions.DEFAULT)
                    .translate(
                            Snapshot.of(
                                    TestResources.read(
                                            "in.yaml",
                                            """
                                            apiVersion: gateway.networking.k8s.io/v1
                                            kind: Gateway
                                            metadata: {name: a, generation: 3}
                                            spec:
                                              gatewayClassName: maneki
                                              listeners:
                                                - {name: http, port: 80, protocol: HTTP, hostname: a.example.com}
                                                - {name: other, port: 81, protocol: HTTP}
                                                - {name: tcp, port: 80, protocol: TCP}
                                            ---
                                            apiVersion: gateway.networking.k8s.io/v1
                                            kind: Gateway
                                            metadata: {name: b}
                                            spec:
                                              gatewayClassName: maneki
                                              addresses: [{value: 192.0.2.1}]
                                              listeners: [{name: http, port: 80, protocol: HTTP}]
                                            """)))
                    .status();

    @Test
    void withoutFailuresNothingChanges() {
        assertThat(report.withBindFailures(Map.of())).isSameAs(report);
        assertThat(report.withBindFailures(Map.of(new ListenAddress("", 9), "in use")))
                .isSameAs(report);
    }

    @Test
    void listenersOfTheSocketAndTheirGatewayAreNotProgrammed() {
        StatusReport after = report.withBindFailures(Map.of(EVERY_80, "Address already in use"));

        assertThat(programmed(gateway(after, A)))
                .isEqualTo(
                        Condition.isFalse(
                                "Programmed",
                                "Invalid",
                                "cannot listen on *:80: Address already in use",
                                3));
        assertThat(programmed(listener(after, A, "http")).reason()).isEqualTo("PortUnavailable");
        assertThat(programmed(listener(after, A, "other")))
                .isEqualTo(programmed(listener(report, A, "other")));
        assertThat(gateway(after, B)).isSameAs(gateway(report, B));
    }

    @Test
    void aListenerThatIsNotServedAnywayKeepsItsReason() {
        StatusReport after = report.withBindFailures(Map.of(EVERY_80, "Address already in use"));

        assertThat(listener(after, A, "tcp")).isEqualTo(listener(report, A, "tcp"));
    }

    @Test
    void anAddressThatTheGatewayAskedForIsNotUsable() {
        StatusReport after =
                report.withBindFailures(
                        Map.of(
                                new ListenAddress("192.0.2.1", 80),
                                "Cannot assign requested address"));

        assertThat(programmed(gateway(after, B)).reason()).isEqualTo("AddressNotUsable");
        assertThat(programmed(gateway(after, B)).message()).contains("192.0.2.1:80");
        assertThat(gateway(after, B).conditions().getFirst().holds("Accepted")).isTrue();
    }

    private static ResourceStatus.OfGateway gateway(StatusReport report, ResourceId id) {
        return (ResourceStatus.OfGateway) report.of(id).orElseThrow();
    }

    private static ResourceStatus.OfListener listener(
            StatusReport report, ResourceId id, String name) {
        return gateway(report, id).listeners().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Condition programmed(ResourceStatus.OfGateway status) {
        return find(status.conditions());
    }

    private static Condition programmed(ResourceStatus.OfListener status) {
        return find(status.conditions());
    }

    private static Condition find(java.util.List<Condition> conditions) {
        return conditions.stream()
                .filter(each -> each.type().equals("Programmed"))
                .findFirst()
                .orElseThrow();
    }
}
