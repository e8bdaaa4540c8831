package dev.maneki.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.routing.model.BackendId;
import dev.maneki.routing.model.Listener;
import dev.maneki.routing.model.Route;
import dev.maneki.routing.model.ServicePort;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is remembered between snapshots may save work, and may change nothing. */
class IncrementalTest {
    private static final TranslatorOptions OPTIONS =
            new TranslatorOptions(Set.of(), List.of("192.0.2.1"));

    private static final String WORLD =
            """
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: gw}
            spec:
              gatewayClassName: maneki
              listeners:
                - {name: a, port: 80, protocol: HTTP}
                - {name: b, port: 81, protocol: HTTP}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {ports: [{port: 80}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: other}
            spec: {ports: [{port: 80}]}
            """;

    private final Translator translator = new Translator(OPTIONS);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void comesToTheSameAsTranslatingAnew(long seed) {
        RandomWorld world = new RandomWorld(seed);
        for (int step = 0; step < 200; step++) {
            Snapshot snapshot = world.next();

            Translation incremental = translator.translate(snapshot);

            Translation anew = new Translator(OPTIONS).translate(snapshot);
            String where = "seed " + seed + ", step " + step;
            assertThat(incremental.model()).as(where).isEqualTo(anew.model());
            assertThat(incremental.endpoints()).as(where).isEqualTo(anew.endpoints());
            assertThat(incremental.status()).as(where).isEqualTo(anew.status());
            assertThat(texts(incremental)).as(where).isEqualTo(texts(anew));
        }
    }

    private static List<String> texts(Translation translation) {
        return translation.problems().stream()
                .map(each -> each.resource().id() + " " + each.field() + ": " + each.message())
                .toList();
    }

    @Test
    void findingsStandWhereTheResourceStandsNow() {
        String broken = route("r1", "/a", "none");
        translator.translate(Snapshot.of(TestResources.read("old.yaml", WORLD + "---\n" + broken)));

        Translation after =
                translator.translate(
                        Snapshot.of(TestResources.read("new.yaml", WORLD + "---\n\n" + broken)));

        assertThat(after.findings()).hasSize(1);
        assertThat(after.findings().getFirst().position().toString())
                .isEqualTo("new.yaml:" + (WORLD.lines().count() + 8) + ":58");
    }

    @Test
    void sameSnapshotIsSameTranslation() {
        Snapshot snapshot = snapshot(WORLD, route("r1", "/a", "web"));

        assertThat(translator.translate(snapshot)).isSameAs(translator.translate(snapshot));
    }

    @Test
    void endpointsChangeNothingButTheirTable() {
        Snapshot snapshot =
                snapshot(
                        WORLD,
                        route("r1", "/a", "web"),
                        route("r2", "/b", "other"),
                        slice("web", 1),
                        slice("other", 1));
        Translation before = translator.translate(snapshot);

        Translation after = translator.translate(with(snapshot, slice("web", 2)));

        assertThat(after.model()).isSameAs(before.model());
        assertThat(after.status()).isSameAs(before.status());
        ServicePort web = new ServicePort("default", "web", 80);
        ServicePort other = new ServicePort("default", "other", 80);
        assertThat(after.endpoints().endpoints(web).getFirst().address()).isEqualTo("10.0.0.2");
        assertThat(after.endpoints().endpoints(other))
                .isSameAs(before.endpoints().endpoints(other));
    }

    @Test
    void aSliceThatSaysTheSameChangesNothing() {
        Snapshot snapshot = snapshot(WORLD, route("r1", "/a", "web"), slice("web", 1));
        Translation before = translator.translate(snapshot);

        assertThat(translator.translate(with(snapshot, slice("web", 1)))).isSameAs(before);
    }

    @Test
    void oneChangedRouteLeavesAllOthersAsTheyAre() {
        Snapshot snapshot =
                snapshot(
                        WORLD,
                        route("r1", "/a", "web"),
                        route("r2", "/b", "web").replace("name: gw", "name: gw, sectionName: a"),
                        route("r3", "/c", "other").replace("name: gw", "name: gw, sectionName: b"));
        Translation before = translator.translate(snapshot);

        Translation after =
                translator.translate(
                        with(
                                snapshot,
                                route("r2", "/new", "web")
                                        .replace("name: gw", "name: gw, sectionName: a")));

        assertThat(listener(after, 80)).isNotSameAs(listener(before, 80));
        assertThat(route(after, 80, "r1")).isSameAs(route(before, 80, "r1"));
        assertThat(route(after, 80, "r2")).isNotEqualTo(route(before, 80, "r2"));
        assertThat(listener(after, 81)).isSameAs(listener(before, 81));
        assertThat(after.model().backends()).isSameAs(before.model().backends());
        assertThat(after.endpoints()).isSameAs(before.endpoints());
        ResourceId untouched = new ResourceId("HTTPRoute", "default", "r1");
        assertThat(after.status().of(untouched).orElseThrow())
                .isSameAs(before.status().of(untouched).orElseThrow());
    }

    @Test
    void resourcesThatAreReadAgainButSayTheSameChangeNothing() {
        String[] all = {WORLD, route("r1", "/a", "web"), slice("web", 1)};
        Translation before = translator.translate(snapshot(all));

        Translation after = translator.translate(snapshot(all));

        assertThat(after.model()).isSameAs(before.model());
        assertThat(after.endpoints()).isSameAs(before.endpoints());
        assertThat(after.status()).isEqualTo(before.status());
    }

    @Test
    void aServiceThatNobodyRefersToChangesNoPart() {
        Snapshot snapshot = snapshot(WORLD, route("r1", "/a", "web"));
        Translation before = translator.translate(snapshot);

        Translation after =
                translator.translate(
                        with(
                                snapshot,
                                "apiVersion: v1\n"
                                        + "kind: Service\n"
                                        + "metadata: {name: new}\n"
                                        + "spec: {ports: [{port: 80}]}\n"));

        assertThat(after.model()).isSameAs(before.model());
        assertThat(after.endpoints()).isSameAs(before.endpoints());
    }

    @Test
    void aBackendStaysWhileAnotherRouteNamesIt() {
        Snapshot snapshot = snapshot(WORLD, route("r1", "/a", "web"), route("r2", "/b", "web"));
        Translation before = translator.translate(snapshot);
        BackendId web = new BackendId("default", "web", 80, "");

        Translation one = translator.translate(without(snapshot, "r1"));
        Translation none = translator.translate(without(without(snapshot, "r1"), "r2"));

        assertThat(one.model().backends().get(web)).isSameAs(before.model().backends().get(web));
        assertThat(none.model().backends()).isEmpty();
    }

    private static Snapshot snapshot(String... documents) {
        return Snapshot.of(TestResources.read("in.yaml", String.join("\n---\n", documents)));
    }

    private static Snapshot with(Snapshot snapshot, String document) {
        List<Resource> resources = TestResources.read("in.yaml", document);
        return snapshot.with(resources, List.of());
    }

    private static Snapshot without(Snapshot snapshot, String route) {
        return snapshot.with(List.of(), List.of(new ResourceId("HTTPRoute", "default", route)));
    }

    private static String route(String name, String path, String service) {
        return """
        apiVersion: gateway.networking.k8s.io/v1
        kind: HTTPRoute
        metadata: {name: %s}
        spec:
          parentRefs: [{name: gw}]
          rules: [{matches: [{path: {value: %s}}], backendRefs: [{name: %s, port: 80}]}]
        """
                .formatted(name, path, service);
    }

    private static String slice(String service, int address) {
        return """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: %s-1, labels: {kubernetes.io/service-name: %s}}
        addressType: IPv4
        ports: [{port: 8080}]
        endpoints: [{addresses: [10.0.0.%d]}]
        """
                .formatted(service, service, address);
    }

    private static Listener listener(Translation translation, int port) {
        return translation.model().ports().stream()
                .filter(each -> each.number() == port)
                .findFirst()
                .orElseThrow()
                .listeners()
                .getFirst();
    }

    private static Route route(Translation translation, int port, String name) {
        return listener(translation, port).routes().stream()
                .filter(each -> each.id().name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
