package dev.maneki.resources.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.maneki.resources.ResourceId;
import dev.maneki.resources.kinds.EndpointSlice;
import dev.maneki.resources.kinds.EndpointSlice.AddressType;
import dev.maneki.resources.kinds.Metadata;
import dev.maneki.resources.kinds.Namespace;
import dev.maneki.resources.kinds.Origin;
import dev.maneki.resources.kinds.Resource;
import dev.maneki.resources.yaml.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SnapshotTest {
    private static final Origin ORIGIN = new Origin("v1", new Source("test", 1, ""), "");

    private static Namespace namespace(String name) {
        return new Namespace(ORIGIN, Metadata.of("", name));
    }

    private static EndpointSlice slice(String name, String service) {
        Map<String, String> labels =
                service.isEmpty() ? Map.of() : Map.of(EndpointSlice.SERVICE_LABEL, service);
        Metadata metadata = new Metadata(name, "shop", labels, Map.of(), Optional.empty(), 0, "");
        return new EndpointSlice(ORIGIN, metadata, AddressType.IPV4, List.of(), List.of());
    }

    private static ResourceId id(Resource resource) {
        return resource.id();
    }

    @Test
    void findsByKindNamespaceAndName() {
        Namespace shop = namespace("shop");
        EndpointSlice one = slice("one", "cart");
        Snapshot snapshot = Snapshot.of(List.of(one, shop));

        assertThat(snapshot.find(Namespace.class, "", "shop")).containsSame(shop);
        assertThat(snapshot.find(EndpointSlice.class, "shop", "one")).containsSame(one);
        assertThat(snapshot.find(EndpointSlice.class, "", "one")).isEmpty();
        assertThat(snapshot.find(new ResourceId("Namespace", "", "shop"))).containsSame(shop);
        assertThat(snapshot.find(new ResourceId("Pod", "", "shop"))).isEmpty();
        assertThat(snapshot.size()).isEqualTo(2);
    }

    @Test
    void slicesAreFoundByTheirService() {
        EndpointSlice b = slice("b", "cart");
        EndpointSlice a = slice("a", "cart");
        Snapshot snapshot = Snapshot.of(List.of(b, a, slice("c", "pay"), slice("d", "")));

        assertThat(snapshot.endpointSlices("shop", "cart")).containsExactly(a, b);
        assertThat(snapshot.endpointSlices("other", "cart")).isEmpty();

        EndpointSlice moved = slice("b", "pay");
        Snapshot next = snapshot.with(List.of(moved), List.of(id(a)));

        assertThat(next.endpointSlices("shop", "cart")).isEmpty();
        assertThat(next.endpointSlices("shop", "pay")).hasSize(2).first().isSameAs(moved);
        assertThat(snapshot.endpointSlices("shop", "cart")).containsExactly(a, b);
    }

    @Test
    void aChangeNamesWhatDiffers() {
        Namespace kept = namespace("kept");
        Namespace old = namespace("replaced");
        Namespace gone = namespace("gone");
        Snapshot before = Snapshot.of(List.of(kept, old, gone));
        Namespace now = namespace("replaced");
        Namespace added = namespace("added");
        Snapshot after = before.with(List.of(now, added), List.of(id(gone)));

        SnapshotChange change = SnapshotChange.between(before, after);

        assertThat(change.added()).singleElement().isSameAs(added);
        assertThat(change.replaced())
                .singleElement()
                .satisfies(
                        each -> {
                            assertThat(each.before()).isSameAs(old);
                            assertThat(each.after()).isSameAs(now);
                        });
        assertThat(change.removed()).singleElement().isSameAs(gone);
        assertThat(change.isOnlyEndpointSlices()).isFalse();
        assertThat(SnapshotChange.between(after, after).isEmpty()).isTrue();
    }

    @Test
    void endpointsAloneAreTold() {
        Snapshot before = Snapshot.of(List.of(namespace("shop"), slice("a", "cart")));

        SnapshotChange change =
                SnapshotChange.between(before, before.with(List.of(slice("a", "cart")), List.of()));

        assertThat(change.isOnlyEndpointSlices()).isTrue();
        assertThat(SnapshotChange.between(before, before).isOnlyEndpointSlices()).isFalse();
    }

    @Test
    void isAsASortedMapWouldBe() {
        Random random = new Random(1);
        Snapshot snapshot = Snapshot.empty();
        TreeMap<String, Namespace> twin = new TreeMap<>();
        for (int round = 0; round < 200; round++) {
            List<Namespace> put = new ArrayList<>();
            List<ResourceId> removed = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                String name = "n" + random.nextInt(50);
                if (random.nextBoolean()) {
                    put.add(namespace(name));
                } else {
                    removed.add(new ResourceId("Namespace", "", name));
                }
            }
            removed.forEach(id -> twin.remove(id.name()));
            put.forEach(each -> twin.put(each.name(), each));
            snapshot = snapshot.with(put, removed);

            assertThat(snapshot.all(Namespace.class)).containsExactlyElementsOf(twin.values());
            for (Namespace each : twin.values()) {
                assertThat(snapshot.find(Namespace.class, "", each.name())).containsSame(each);
            }
        }
    }
}
