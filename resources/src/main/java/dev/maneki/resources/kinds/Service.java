package dev.maneki.resources.kinds;

import dev.maneki.resources.kinds.ApiTypes.PortNumber;
import dev.maneki.resources.schema.Checked;
import dev.maneki.resources.schema.Default;
import dev.maneki.resources.schema.Given;
import dev.maneki.resources.schema.Rules;
import dev.maneki.resources.schema.Text;
import dev.maneki.resources.schema.Tolerates;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** A backend: a name and ports, answered by its EndpointSlices or by another host. Core, v1. */
public record Service(@Given Origin origin, @Given Metadata metadata, Spec spec)
        implements Resource {

    /** {@code ServiceSpec}, as far as Maneki reads it. */
    @Tolerates({
        "allocateLoadBalancerNodePorts",
        "clusterIPs",
        "externalIPs",
        "externalTrafficPolicy",
        "healthCheckNodePort",
        "internalTrafficPolicy",
        "ipFamilies",
        "ipFamilyPolicy",
        "loadBalancerClass",
        "loadBalancerIP",
        "loadBalancerSourceRanges",
        "publishNotReadyAddresses",
        "selector",
        "sessionAffinity",
        "sessionAffinityConfig",
        "trafficDistribution"
    })
    public record Spec(
            @Default("ClusterIP") Type type,
            Optional<String> clusterIP,
            Optional<String> externalName,
            List<Port> ports)
            implements Checked {

        /** Without an address of its own: {@code clusterIP: None}. */
        public boolean isHeadless() {
            return type == Type.CLUSTER_IP && clusterIP.equals(Optional.of("None"));
        }

        @Override
        public void check(Rules rules) {
            boolean external = type == Type.EXTERNAL_NAME;
            String host = externalName.orElse("");
            rules.require(
                    !external || !host.isEmpty(),
                    "externalName",
                    "externalName must be specified for type ExternalName",
                    "add externalName with a host name or an IP address");
            if (external && !host.isEmpty() && !KubernetesNames.isHost(host)) {
                rules.broken(
                        "externalName",
                        "'" + host + "' is not a host name or an IP address",
                        "write one, in lower case and without a port");
            }
            rules.require(
                    external || isHeadless() || !ports.isEmpty(),
                    "ports",
                    "a Service must have a port unless it is headless or of type ExternalName",
                    "add ports, such as - port: 80");
            checkPorts(rules);
        }

        private void checkPorts(Rules rules) {
            Set<String> names = new HashSet<>();
            Set<String> numbers = new HashSet<>();
            for (int i = 0; i < ports.size(); i++) {
                Port port = ports.get(i);
                String field = "ports[" + i + "]";
                if (ports.size() > 1 && port.name().isEmpty()) {
                    rules.broken(
                            field + ".name",
                            "a port must have a name where there are several",
                            "add name");
                }
                if (port.name().isPresent()) {
                    if (!names.add(port.name().get())) {
                        rules.broken(
                                field + ".name",
                                "Duplicate value: '" + port.name().get() + "'",
                                "choose another name");
                    }
                }
                if (!numbers.add(port.protocol() + "/" + port.port())) {
                    rules.broken(
                            field,
                            "Duplicate value: port " + port.port() + " " + port.protocol(),
                            "choose another port");
                }
            }
        }
    }

    /** {@code ServiceType}. */
    public enum Type {
        CLUSTER_IP("ClusterIP"),
        NODE_PORT("NodePort"),
        LOAD_BALANCER("LoadBalancer"),
        EXTERNAL_NAME("ExternalName");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** {@code ServicePort}; without a target, the target is the port itself. */
    public record Port(
            Optional<
                            @Text(
                                    min = 1,
                                    max = 63,
                                    pattern = ApiTypes.LABEL,
                                    called = "a port name (an RFC 1123 label)")
                            String>
                    name,
            @Default("TCP") TransportProtocol protocol,
            @PortNumber int port,
            Optional<IntOrString> targetPort,
            OptionalInt nodePort,
            Optional<String> appProtocol) {}
}
