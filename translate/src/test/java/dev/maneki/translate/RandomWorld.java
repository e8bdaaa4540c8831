package dev.maneki.translate;

import dev.maneki.resources.Position;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.snapshot.Snapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A small world in which everything that translation knows happens, changed at random: few names,
 * so that references lead somewhere about as often as not.
 */
final class RandomWorld {
    private final Random random;
    private Snapshot snapshot = Snapshot.empty();

    RandomWorld(long seed) {
        random = new Random(seed);
    }

    /** One to three resources put or removed. */
    Snapshot next() {
        for (int i = random.nextInt(3); i >= 0; i--) {
            Resource resource = TestResources.read("world.yaml", any()).getFirst();
            snapshot =
                    random.nextInt(4) == 0
                            ? snapshot.with(List.of(), List.of(resource.id()))
                            : snapshot.with(List.of(resource), List.<ResourceId>of());
        }
        return random.nextInt(4) == 0 ? snapshot.withRefused(someRefused()) : snapshot;
    }

    /** What is not in force may be written down and refused: whoever refers to it says so. */
    private Map<ResourceId, Position> someRefused() {
        Map<ResourceId, Position> refused = new HashMap<>();
        List<ResourceId> candidates =
                List.of(
                        new ResourceId("Gateway", namespaceName(), "gx"),
                        new ResourceId("Service", namespaceName(), "w1"),
                        new ResourceId("Secret", namespaceName(), "s1"));
        for (ResourceId id : candidates) {
            if (random.nextBoolean() && snapshot.find(id).isEmpty()) {
                refused.put(id, new Position("world.yaml", 1 + random.nextInt(3), 1));
            }
        }
        return refused;
    }

    private String any() {
        return switch (random.nextInt(16)) {
            case 0, 1 -> gateway();
            case 2, 3, 4 -> httpRoute();
            case 5, 6 -> grpcRoute();
            case 7, 8 -> service();
            case 9, 10 -> slice();
            case 11 -> policy();
            case 12 -> grant();
            case 13 -> secret();
            case 14 -> configMap();
            default -> random.nextBoolean() ? namespace() : gatewayClass();
        };
    }

    private String gateway() {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: Gateway
        metadata: {name: %s, namespace: %s%s}
        spec:
          gatewayClassName: %s
          %s
          listeners:
            - {name: a, port: 80, protocol: HTTP%s, allowedRoutes: {namespaces: %s}}
            - {name: b, port: %s, protocol: HTTPS%s, tls: {certificateRefs: [{name: %s}]}}
        """
                .formatted(
                        pick("gx", "gy"),
                        namespaceName(),
                        age(),
                        pick("ours", "ours", "other"),
                        pick(
                                "",
                                "",
                                "defaultScope: All",
                                "addresses: [{value: 127.0.0.1}]",
                                "tls: {backend: {clientCertificateRef: {name: s1}}}",
                                "infrastructure: {parametersRef: {group: '', kind: ConfigMap, name:"
                                        + " c1}}"),
                        pick("", ", hostname: a.example.com", ", hostname: '*.example.com'"),
                        pick("{from: All}", "{from: Same}", selector()),
                        pick("443", "443", "80"),
                        pick("", ", hostname: b.example.com"),
                        pick("s1", "s2"));
    }

    private static String selector() {
        return "{from: Selector, selector: {matchLabels: {team: red}}}";
    }

    private String httpRoute() {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: %s, namespace: %s%s}
        spec:
          parentRefs: [{name: gx, namespace: %s}%s]
          %s
          %s
          rules:
            - matches: [{path: {type: %s, value: %s}}]
              %s
              backendRefs: [{name: %s, namespace: %s, port: 80}, {name: %s, port: 81}]
            - backendRefs: [{name: w1, port: 80}]
        """
                .formatted(
                        pick("r1", "r2", "r3"),
                        namespaceName(),
                        age(),
                        namespaceName(),
                        pick("", ", {name: gy, sectionName: a}"),
                        pick("", "useDefaultGateways: All"),
                        pick(
                                "",
                                "hostnames: [a.example.com]",
                                "hostnames: ['*.example.com', b.org]"),
                        pick("PathPrefix", "RegularExpression"),
                        pick("/", "/a", "'/(b'"),
                        pick(
                                "",
                                "",
                                "filters: [{type: RequestMirror, requestMirror: {backendRef: {name:"
                                        + " w2, port: 80}}}]",
                                "filters: [{type: ExternalAuth, externalAuth: {protocol: GRPC,"
                                        + " backendRef: {name: w2, port: 80}, grpc: {}}}]",
                                "filters: [{type: ExtensionRef, extensionRef: {group: g, kind: K,"
                                        + " name: nn}}]"),
                        pick("w1", "w2"),
                        namespaceName(),
                        pick("w1", "w2"))
                .replace("type: PathPrefix, value: '/(b'", "type: PathPrefix, value: /b");
    }

    private String grpcRoute() {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: GRPCRoute
        metadata: {name: %s, namespace: %s%s}
        spec:
          parentRefs: [{name: gx, namespace: %s}]
          %s
          rules: [{backendRefs: [{name: %s, port: 80}]}]
        """
                .formatted(
                        pick("g1", "g2"),
                        namespaceName(),
                        age(),
                        namespaceName(),
                        pick("", "hostnames: [a.example.com]", "hostnames: [c.org]"),
                        pick("w1", "w2"));
    }

    private String service() {
        return """
        apiVersion: v1
        kind: Service
        metadata: {name: %s, namespace: %s}
        spec: {%s}
        """
                .formatted(
                        pick("w1", "w2"),
                        namespaceName(),
                        pick(
                                "ports: [{port: 80}]",
                                "ports: [{name: http, port: 80}, {name: b, port: 81}]",
                                "ports: [{port: 80, appProtocol: kubernetes.io/h2c}]",
                                "ports: [{port: 80, appProtocol: kubernetes.io/ws}]",
                                "type: ExternalName, externalName: example.org"));
    }

    private String slice() {
        return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s, namespace: %s, labels: {kubernetes.io/service-name: %s}}
        addressType: IPv4
        ports: [{name: %s, port: 8080}]
        endpoints: [{addresses: [10.0.0.%d], conditions: {ready: %s}}]
        """
                .formatted(
                        pick("e1", "e2"),
                        namespaceName(),
                        pick("w1", "w2"),
                        pick("''", "http"),
                        1 + random.nextInt(3),
                        pick("true", "true", "false"));
    }

    private String policy() {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: BackendTLSPolicy
        metadata: {name: %s, namespace: %s%s}
        spec:
          targetRefs: [{group: '', kind: Service, name: %s%s}]
          validation: {hostname: example.org, %s}
        """
                .formatted(
                        pick("p1", "p2"),
                        namespaceName(),
                        age(),
                        pick("w1", "w2"),
                        pick("", ", sectionName: http"),
                        pick(
                                "wellKnownCACertificates: System",
                                "caCertificateRefs: [{group: '', kind: ConfigMap, name: c1}]"));
    }

    private String grant() {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: ReferenceGrant
        metadata: {name: g, namespace: %s}
        spec:
          from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: %s}]
          to: [{group: '', kind: Service}]
        """
                .formatted(namespaceName(), namespaceName());
    }

    private String secret() {
        return """
        apiVersion: v1
        kind: Secret
        metadata: {name: %s, namespace: %s}
        stringData: {tls.crt: @pem/ec.crt, tls.key: @pem/%s}
        """
                .formatted(
                        pick("s1", "s2"),
                        namespaceName(),
                        pick("ec.key", "ec-sec1.key", "rsa.key"));
    }

    private String configMap() {
        return """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: c1, namespace: %s}
        data: {%s}
        """
                .formatted(
                        namespaceName(),
                        pick("ca.crt: @pem/ca.crt", "trusted-proxies: 10.0.0.0/8", "some: text"));
    }

    private String namespace() {
        return """
        apiVersion: v1
        kind: Namespace
        metadata: {name: %s, labels: {team: %s}}
        """
                .formatted(namespaceName(), pick("red", "blue"));
    }

    private String gatewayClass() {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: GatewayClass
        metadata: {name: %s}
        spec: {controllerName: %s}
        """
                .formatted(pick("ours", "other"), pick("maneki.dev/gateway", "example.com/other"));
    }

    private String namespaceName() {
        return pick("red", "blue");
    }

    private String age() {
        return pick("", ", creationTimestamp: '202" + random.nextInt(5) + "-01-01T00:00:00Z'");
    }

    private String pick(String... options) {
        return options[random.nextInt(options.length)];
    }
}
