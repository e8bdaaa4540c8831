package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.IpLiteral;
import dev.maneki.resources.schema.Items;
import dev.maneki.resources.schema.Required;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Tolerates;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Some of the addresses that answer for a Service. Group discovery.k8s.io, v1. */
public record EndpointSlice(
        @Given Origin origin,
        @Given Metadata metadata,
        AddressType addressType,
        @Items(max = 1000) List<Endpoint> endpoints,
        @Items(max = 20_000) List<Port> ports)
        implements Resource, Checked {

    /** The label that names the Service, of the same namespace. */
    public static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /** The Service that the slice belongs to; empty for none. */
    public Optional<String> serviceName() {
        return Optional.ofNullable(metadata.labels().get(SERVICE_LABEL));
    }

    @Override
    public void check(Rules rules) {
        for (int i = 0; i < endpoints.size(); i++) {
            List<String> addresses = endpoints.get(i).addresses();
            for (int j = 0; j < addresses.size(); j++) {
                if (!addressType.holds(addresses.get(j))) {
                    rules.broken(
                            "endpoints[" + i + "].addresses[" + j + "]",
                            "'" + addresses.get(j) + "' is not an address of type " + addressType,
                            "write one, or another addressType");
                }
            }
        }
        Set<String> names = new HashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            if (!names.add(ports.get(i).name())) {
                rules.broken(
                        "ports[" + i + "].name",
                        "Duplicate value: '" + ports.get(i).name() + "'",
                        "choose another name");
            }
        }
    }

    /** What the addresses of a slice are. */
    public enum AddressType {
        IPV4("IPv4"),
        IPV6("IPv6"),
        FQDN("FQDN");

        private final String text;

        AddressType(String text) {
            this.text = text;
        }

        private boolean holds(String address) {
            return switch (this) {
                case IPV4 -> IpLiteral.isV4(address);
                case IPV6 -> IpLiteral.isV6(address);
                case FQDN -> KubernetesNames.isSubdomain(address);
            };
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** One thing that answers; its addresses are interchangeable, and usually one. */
    @Tolerates({"deprecatedTopology", "hints", "targetRef"})
    public record Endpoint(
            @Required @Items(min = 1, max = 100, set = true) List<String> addresses,
            @Default("{}") Conditions conditions,
            Optional<String> hostname,
            Optional<String> nodeName,
            Optional<String> zone) {}

    /** What is known of an endpoint; nothing known counts as ready and serving. */
    public record Conditions(
            Optional<Boolean> ready, Optional<Boolean> serving, Optional<Boolean> terminating) {

        public boolean isReady() {
            return ready.orElse(true);
        }

        /** Answers, perhaps while it ends; as ready where the slice does not say. */
        public boolean isServing() {
            return serving.orElse(isReady());
        }

        public boolean isTerminating() {
            return terminating.orElse(false);
        }
    }

    /** {@code EndpointPort}; the name is that of the Service's port, and empty if it has none. */
    public record Port(
            @Default("") String name,
            @Default("TCP") TransportProtocol protocol,
            @PortNumber OptionalInt port,
            Optional<String> appProtocol) {}
}
