package dev.maneki.translate;

import dev.maneki.resources.snapshot.Snapshot;
import dev.maneki.resources.snapshot.SnapshotChange;
import dev.maneki.translate.endpoints.EndpointTables;
import dev.maneki.translate.endpoints.SliceProblems;
import dev.maneki.translate.gatewayapi.GatewayApi;
import dev.maneki.translate.references.ServiceName;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates one snapshot after the other, and only what changed between them: a changed route is
 * translated alone, a changed EndpointSlice translates nothing at all.
 *
 * <p>What comes out depends on the snapshot only, never on the ones before; but parts that came out
 * the same are the same instances, down to each route, backend and list of endpoints. Not
 * thread-safe: one thread at a time.
 */
public final class Translator {
    private final GatewayApi gatewayApi;
    private final EndpointTables endpoints = new EndpointTables();
    private final SliceProblems sliceProblems = new SliceProblems();
    private Snapshot snapshot = Snapshot.empty();
    private Translation last = Translation.EMPTY;

    /** With nothing translated yet. */
    public Translator(TranslatorOptions options) {
        this.gatewayApi = new GatewayApi(options);
    }

    /** Translates this snapshot; the same instance as before if it comes to the same. */
    public Translation translate(Snapshot snapshot) {
        SnapshotChange change = SnapshotChange.between(this.snapshot, snapshot);
        GatewayApi.Result result = gatewayApi.translate(snapshot, change);
        List<Problem> ofSlices = sliceProblems.update(snapshot, change);
        List<Problem> problems = new ArrayList<>(result.problems());
        problems.addAll(ofSlices);
        Translation now =
                new Translation(
                        result.model(),
                        endpoints.update(
                                snapshot,
                                ServiceName.changedServices(change),
                                ServiceName.changedSlices(change),
                                result.model().backends()),
                        result.status(),
                        problems);
        this.snapshot = snapshot;
        boolean same =
                now.model() == last.model()
                        && now.endpoints() == last.endpoints()
                        && now.status() == last.status()
                        && sameInstances(now.problems(), last.problems());
        last = same ? last : now;
        return last;
    }

    /** Equal ones may stand in another place of the file now. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean sameInstances(List<Problem> one, List<Problem> other) {
        if (one.size() != other.size()) {
            return false;
        }
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i) != other.get(i)) {
                return false;
            }
        }
        return true;
    }
}
