package dev.maneki.app.explain;

import dev.maneki.app.output.Tree;
import dev.maneki.resources.ResourceId;
import dev.maneki.translate.status.Condition;
import dev.maneki.translate.status.ResourceStatus;
import dev.maneki.translate.status.StatusReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Routes that a parent did not accept: no request can reach them there. */
final class Unattached {
    private Unattached() {}

    static List<Tree> in(StatusReport report) {
        List<Tree> unattached = new ArrayList<>();
        Map<ResourceId, ResourceStatus> inOrder = new TreeMap<>(report.resources());
        inOrder.forEach(
                (id, status) -> {
                    if (status instanceof ResourceStatus.OfRoute(List<ResourceStatus.Parent> all)) {
                        all.forEach(parent -> add(id, parent, unattached));
                    }
                });
        return unattached;
    }

    private static void add(ResourceId id, ResourceStatus.Parent parent, List<Tree> unattached) {
        for (Condition condition : parent.conditions()) {
            if (condition.type().equals("Accepted") && !condition.holds("Accepted")) {
                String namespace = parent.parentRef().namespace().orElse(id.namespace());
                unattached.add(
                        Tree.object()
                                .with("gateway", namespace + "/" + parent.parentRef().name())
                                .withText("listener", parent.parentRef().sectionName().orElse(""))
                                .with(
                                        "route",
                                        Tree.object()
                                                .with("kind", id.kind())
                                                .with("namespace", id.namespace())
                                                .with("name", id.name())
                                                .build())
                                .with("reason", condition.reason())
                                .with("message", "not attached: " + condition.message())
                                .build());
            }
        }
    }
}
