package dev.maneki.resources.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.Finding;
import dev.maneki.resources.ResourceId;
import dev.maneki.resources.yaml.Source;
import dev.maneki.resources.yaml.YamlLimits;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoreKindsTest {
    private static final ResourceReader READER = new ResourceReader(YamlLimits.DEFAULT);

    private static List<Reading> readAll(String text) {
        return READER.read(new Source("a.yaml", 1, text));
    }

    private static Resource read(String text) {
        Reading reading = readAll(text).getFirst();
        assertThat(reading.findings()).isEmpty();
        return reading.resource().orElseThrow();
    }

    private static List<String> errors(String text) {
        return readAll(text).stream()
                .flatMap(reading -> reading.findings().stream())
                .map(finding -> finding.field() + ": " + finding.message())
                .toList();
    }

    @Test
    void aServiceIsReadAndWhatManekiHasNoUseForIsTolerated() {
        Service service =
                (Service)
                        read(
                                """
                                apiVersion: v1
                                kind: Service
                                metadata:
                                  name: cart
                                  namespace: shop
                                  resourceVersion: "1"
                                  managedFields: [{manager: kubectl}]
                                spec:
                                  selector: {app: cart}
                                  clusterIP: None
                                  ipFamilies: [IPv4]
                                  ports:
                                  - {name: web, port: 80, targetPort: http, appProtocol: kubernetes.io/h2c}
                                  - {name: dns, port: 80, protocol: UDP, targetPort: 53}
                                status: {loadBalancer: {}}
                                """);

        assertThat(service.spec().isHeadless()).isTrue();
        assertThat(service.spec().ports())
                .extracting(Service.Port::targetPort)
                .extracting(target -> target.orElseThrow())
                .containsExactly(new IntOrString.Name("http"), new IntOrString.Number(53));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                                  | spec.ports
                    {type: ExternalName}                                | spec.externalName
                    {type: ExternalName, externalName: Backend.Example} | spec.externalName
                    {type: ExternalName, externalName: 'a:80'}          | spec.externalName
                    {ports: [{port: 0}]}                                | spec.ports[0].port
                    {ports: [{port: 80}, {port: 81, name: a}]}          | spec.ports[0].name
                    {ports: [{port: 80, name: a}, {port: 80, name: b}]} | spec.ports[1]
                    {ports: [{port: 80, name: a}, {port: 81, name: a}]} | spec.ports[1].name
                    {ports: [{port: 80, targetPort: 70000}]}            | spec.ports[0].targetPort
                    {ports: [{port: 80}], typ: ClusterIP}               | spec.typ
                    """)
    void aWrongServiceIsRefused(String spec, String field) {
        assertThat(
                        errors(
                                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: "
                                        + spec
                                        + "}"))
                .singleElement()
                .asString()
                .startsWith(field + ": ");
    }

    @ParameterizedTest
    @CsvSource({"backend.example", "backend.example.", "127.0.0.1", "'::1'"})
    void anExternalNameIsAHostOrAnAddress(String host) {
        read(
                "{apiVersion: v1, kind: Service, metadata: {name: a}, spec: {type: ExternalName,"
                        + " externalName: '"
                        + host
                        + "'}}");
    }

    @Test
    void anEndpointSliceIsReadWithWhatIsNotSaid() {
        EndpointSlice slice =
                (EndpointSlice)
                        read(
                                """
                                apiVersion: discovery.k8s.io/v1
                                kind: EndpointSlice
                                metadata: {name: cart-1, labels: {kubernetes.io/service-name: cart}}
                                addressType: IPv4
                                endpoints:
                                - addresses: [127.0.0.1]
                                - addresses: [127.0.0.2]
                                  conditions: {ready: false, serving: true, terminating: true}
                                  targetRef: {kind: Pod, name: x}
                                ports: [{port: 8080}]
                                """);

        assertThat(slice.serviceName()).contains("cart");
        assertThat(slice.endpoints())
                .extracting(each -> each.conditions().isReady())
                .containsExactly(true, false);
        assertThat(slice.endpoints())
                .extracting(each -> each.conditions().isServing())
                .containsExactly(true, true);
        assertThat(slice.ports().getFirst().name()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    addressType: IPv4, endpoints: [{addresses: ['::1']}]     | endpoints[0].addresses[0]
                    addressType: IPv6, endpoints: [{addresses: [127.0.0.1]}] | endpoints[0].addresses[0]
                    addressType: FQDN, endpoints: [{addresses: [A]}]         | endpoints[0].addresses[0]
                    addressType: IPv4, endpoints: [{addresses: []}]          | endpoints[0].addresses
                    addressType: IPv4, endpoints: [{}]                       | endpoints[0].addresses
                    addressType: IPv5                                        | addressType
                    addressType: IPv4, ports: [{port: 1}, {port: 2}]         | ports[1].name
                    endpoints: []                                            | addressType
                    """)
    void aWrongEndpointSliceIsRefused(String content, String field) {
        assertThat(
                        errors(
                                "{apiVersion: discovery.k8s.io/v1, kind: EndpointSlice, metadata: {name:"
                                        + " a}, "
                                        + content
                                        + "}"))
                .singleElement()
                .asString()
                .startsWith(field + ": ");
    }

    @Test
    void aSecretIsReadAndNeverShown() {
        Secret secret =
                (Secret)
                        read(
                                """
                                apiVersion: v1
                                kind: Secret
                                metadata: {name: tls}
                                type: kubernetes.io/tls
                                data:
                                  tls.crt: aGVs
                                  tls.key: |
                                    aHVu
                                    dGVy
                                  digits: 1234
                                stringData: {tls.crt: other}
                                """);

        assertThat(secret.type()).isEqualTo(Secret.TLS);
        assertThat(secret.value("tls.crt").orElseThrow().text()).isEqualTo("other");
        assertThat(secret.value("tls.key").orElseThrow().text()).isEqualTo("hunter");
        assertThat(secret.value("none")).isEmpty();
        assertThat(secret.toString() + secret.data() + secret.origin())
                .doesNotContain("hunter", "aHVu", "other");
    }

    @Test
    void aWrongSecretIsRefusedWithoutShowingIt() {
        List<String> errors =
                errors(
                        """
                        apiVersion: v1
                        kind: Secret
                        metadata: {name: a}
                        data: {a: hunter2}
                        stringData: {b: 1234567, 'c/d': x}
                        """);

        assertThat(errors)
                .containsExactly(
                        "data[a]: is not text in base64",
                        "stringData[b]: expected a string, not another type");
        assertThat(
                        errors(
                                "{apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {'c/d': x}}"))
                .containsExactly("stringData: 'c/d' is not a valid key");
    }

    @Test
    void aConfigMapIsRead() {
        ConfigMap map =
                (ConfigMap)
                        read(
                                """
                                apiVersion: v1
                                kind: ConfigMap
                                metadata: {name: ca}
                                data: {ca.crt: text}
                                binaryData: {b: aGVs}
                                """);

        assertThat(map.data()).isEqualTo(Map.of("ca.crt", "text"));
        assertThat(map.binaryData().get("b")).isEqualTo(SecretValue.ofText("hel"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                                  | metadata.name
                    {name: Cart}                        | metadata.name
                    {name: a_b}                         | metadata.name
                    {name: a, namespace: A}             | metadata.namespace
                    {name: a, labels: {a b: c}}         | metadata.labels[a b]
                    {name: a, labels: {a: b c}}         | metadata.labels[a]
                    {name: a, labels: {a: 1}}           | metadata.labels[a]
                    {name: a, annotations: {/a: b}}     | metadata.annotations[/a]
                    {name: a, label: {}}                | metadata.label
                    {name: 12}                          | metadata.name
                    {name: a, creationTimestamp: today} | metadata.creationTimestamp
                    """)
    void wrongMetadataIsRefused(String metadata, String field) {
        assertThat(errors("{apiVersion: v1, kind: ConfigMap, metadata: " + metadata + "}"))
                .singleElement()
                .asString()
                .startsWith(field + ": ");
    }

    @Test
    void theNamespaceOfAKind() {
        assertThat(read("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}").id())
                .isEqualTo(new ResourceId("ConfigMap", "default", "a"));
        assertThat(read("{apiVersion: v1, kind: Namespace, metadata: {name: a}}").id())
                .isEqualTo(new ResourceId("Namespace", "", "a"));
        assertThat(errors("{apiVersion: v1, kind: Namespace, metadata: {name: a, namespace: b}}"))
                .containsExactly("metadata.namespace: a Namespace does not stand in a namespace");
    }

    @Test
    void metadataAndSpecAreRefusedAtOnce() {
        assertThat(
                        errors(
                                "{apiVersion: v1, kind: Service, metadata: {name: A}, spec: {ports: [{port: 0}]}}"))
                .hasSize(2);
    }

    @Test
    void aListIsItsItems() {
        List<Reading> readings =
                readAll(
                        """
                        apiVersion: v1
                        kind: List
                        items:
                        - {apiVersion: v1, kind: Namespace, metadata: {name: a}}
                        - {apiVersion: v1, kind: Namespace, metadata: {name: B}}
                        - kind: List
                          apiVersion: v1
                          items: [{apiVersion: v1, kind: Namespace, metadata: {name: c}}]
                        - 7
                        """);

        assertThat(readings)
                .extracting(reading -> reading.resource().map(Resource::name).orElse("-"))
                .containsExactly("a", "-", "c", "-");
        assertThat(readings)
                .extracting(
                        reading ->
                                reading.findings().stream()
                                        .map(Finding::position)
                                        .map(Object::toString)
                                        .toList())
                .containsExactly(
                        List.of(), List.of("a.yaml:5:54"), List.of(), List.of("a.yaml:9:3"));
        assertThat(readings.get(2).resource().orElseThrow().locate("metadata.name"))
                .hasToString("a.yaml:8:62");
    }

    @Test
    void theItemsOfAListOfOneKindNeedNotNameIt() {
        assertThat(
                        readAll(
                                        "{apiVersion: v1, kind: NamespaceList, metadata: {}, items:"
                                                + " [{metadata: {name: a}}]}")
                                .getFirst()
                                .resource())
                .isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {apiVersion: gateway.networking.k8s.io/v1, kind: HTTPRute, metadata: {name: a}}  | warning | did you mean HTTPRoute?
                    {apiVersion: gateway.networking/v1, kind: HTTPRoute, metadata: {name: a}}        | warning | did you mean apiVersion: gateway.networking.k8s.io/v1?
                    {apiVersion: gateway.networking.k8s.io/v2, kind: HTTPRoute, metadata: {name: a}} | error   | write gateway.networking.k8s.io/v1
                    {kind: HTTPRoute, metadata: {name: a}}                                           | error   | add apiVersion
                    {apiVersion: v1, metadata: {name: a}}                                            | error   | add kind
                    {apiVersion: v1, kind: Namespace}                                                | error   | add metadata with name
                    just text                                                                        | error   | write apiVersion, kind, metadata and spec
                    [a, b]                                                                           | error   | write apiVersion, kind, metadata and spec
                    """)
    void whatIsNoResourceOfOursIsTold(String text, String severity, String remedy) {
        Reading reading = readAll(text).getFirst();

        assertThat(reading.resource()).isEmpty();
        assertThat(reading.findings())
                .singleElement()
                .asString()
                .contains(" " + severity + ": ")
                .endsWith("; " + remedy);
    }

    @Test
    void anEmptyDocumentIsNothing() {
        assertThat(readAll("")).isEmpty();
        assertThat(readAll("---\n# nothing\n")).isEmpty();
        assertThat(readAll("null")).isEmpty();
    }

    @Test
    void whatIsWrongInAnItemIsToldOfThatItem() {
        StringBuilder text = new StringBuilder("apiVersion: v1\nkind: List\nitems:\n");
        for (int i = 0; i < 12; i++) {
            String key = i == 1 ? "a: x, a: y" : "a: x";
            text.append(
                    "- {apiVersion: v1, kind: ConfigMap, metadata: {name: n%d}, data: {%s}}\n"
                            .formatted(i, key));
        }

        List<Reading> readings = readAll(text.toString());

        assertThat(readings).hasSize(12);
        assertThat(readings.get(1).findings())
                .singleElement()
                .hasToString(
                        "a.yaml:5:72: error: ConfigMap/default/n1: data.a: the key 'a' stands"
                                + " twice in this map; remove one of the two");
        assertThat(readings).filteredOn(reading -> reading.resource().isPresent()).hasSize(11);
    }

    @Test
    void aProblemThatIsInNoItemOfAListRefusesTheListWithoutIt() {
        List<Reading> readings =
                readAll(
                        "{apiVersion: v1, kind: List, 'items[x]': {a: 1, a: 2}, b: 1, b: 2, items:"
                                + " [{apiVersion: v1, kind: Namespace, metadata: {name: a}}]}");

        assertThat(readings).filteredOn(reading -> reading.resource().isPresent()).hasSize(1);
        assertThat(readings).filteredOn(Reading::isRefused).hasSize(1);
    }

    @Test
    void aThousandMistakesAreNotAllTold() {
        StringBuilder text =
                new StringBuilder("{apiVersion: v1, kind: Namespace, metadata: {name: a}");
        for (int i = 0; i < 1000; i++) {
            text.append(", k").append(i).append(": 1");
        }

        List<Finding> findings = readAll(text + "}").getFirst().findings();

        assertThat(findings).hasSize(101);
        assertThat(findings.getLast().message()).isEqualTo("900 more problems follow");
    }
}
