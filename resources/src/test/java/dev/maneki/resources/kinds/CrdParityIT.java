package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.yaml.ListNode;
import dev.maneki.resources.yaml.MapNode;
import dev.maneki.resources.yaml.Node;
import dev.maneki.resources.yaml.ScalarNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Our records say what the CRDs of the experimental channel say, field for field. */
@EnabledIfSystemProperty(
        named = "maneki.full",
        matches = "true",
        disabledReason = GatewayApiModule.DISABLED)
class CrdParityIT {
    private static final Map<String, Class<? extends Resource>> KINDS =
            new TreeMap<>(
                    Map.of(
                            "backendtlspolicies", BackendTLSPolicy.class,
                            "gatewayclasses", GatewayClass.class,
                            "gateways", Gateway.class,
                            "grpcroutes", GRPCRoute.class,
                            "httproutes", HTTPRoute.class,
                            "referencegrants", ReferenceGrant.class));

    /** Rules that need two versions of a resource; FolderReaderTest breaks them. */
    private static final Set<String> TRANSITION_RULES = Set.of("Value is immutable");

    private static Path crds = Path.of("");

    @BeforeAll
    static void download() {
        crds = GatewayApiModule.directory().resolve("config/crd/experimental");
    }

    @Test
    void everyFieldHasTheLimitsOfTheCrd() {
        List<String> differences = new ArrayList<>();
        KINDS.forEach(
                (plural, kind) -> {
                    for (MapNode version : servedVersions(plural)) {
                        String at = plural + "/" + CrdSchema.text(version, "name");
                        new CrdSchema(differences).compare(schema(version), kind, at);
                    }
                });

        assertThat(differences).isEmpty();
    }

    @Test
    void everyVersionThatIsServedIsRead() {
        KINDS.forEach(
                (plural, kind) -> {
                    Set<String> served =
                            servedVersions(plural).stream()
                                    .map(version -> CrdSchema.text(version, "name"))
                                    .collect(Collectors.toSet());
                    KindType type =
                            KindType.find(Reference.GATEWAY_GROUP, kind.getSimpleName())
                                    .orElseThrow();
                    assertThat(type.versions())
                            .as(plural)
                            .containsExactlyInAnyOrderElementsOf(served);
                });
    }

    @Test
    void everyCrossFieldRuleIsProvenByADocumentThatBreaksIt() {
        Set<String> proven =
                BrokenRules.all().stream()
                        .map(BrokenRules.BrokenRule::rule)
                        .collect(Collectors.toSet());
        Set<String> missing = new TreeSet<>();
        for (String plural : KINDS.keySet()) {
            for (MapNode version : servedVersions(plural)) {
                MapNode spec = CrdSchema.map(CrdSchema.map(schema(version), "properties"), "spec");
                rules(spec, missing);
            }
        }
        assertThat(missing).hasSizeGreaterThan(80);
        missing.removeAll(proven);
        missing.removeAll(TRANSITION_RULES);

        assertThat(missing).isEmpty();
    }

    private static void rules(Node node, Set<String> messages) {
        if (node instanceof ListNode list) {
            list.items().forEach(item -> rules(item, messages));
        } else if (node instanceof MapNode map) {
            if (map.get("x-kubernetes-validations") instanceof ListNode rules) {
                for (Node rule : rules.items()) {
                    messages.add(CrdSchema.text((MapNode) rule, "message"));
                }
            }
            map.entries().forEach(entry -> rules(entry.value(), messages));
        }
    }

    private static MapNode schema(MapNode version) {
        return CrdSchema.map(CrdSchema.map(version, "schema"), "openAPIV3Schema");
    }

    private static List<MapNode> servedVersions(String plural) {
        Path file = crds.resolve("gateway.networking.k8s.io_" + plural + ".yaml");
        ListNode versions =
                (ListNode) CrdSchema.map(GatewayApiModule.read(file), "spec").get("versions");
        List<MapNode> served = new ArrayList<>();
        for (Node version : Objects.requireNonNull(versions).items()) {
            if (((MapNode) version).get("served") instanceof ScalarNode scalar
                    && scalar.text().equals("true")) {
                served.add((MapNode) version);
            }
        }
        return served;
    }
}
